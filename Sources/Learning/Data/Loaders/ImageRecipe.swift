import Foundation
import Images
import Tensors

/// How a picture becomes a model's input, in a form that an exported model carries along.
///
/// ```swift
/// let recipe = try ImageRecipe(json: text)
/// let input = recipe.input(for: try Image(contentsOf: file))  // [1, 3, 128, 128]
/// ```
public struct ImageRecipe: Hashable, Sendable, Codable {
  /// The size that pictures are brought to.
  public var resize: Resize?
  /// How samples are normalised after they are divided by 255.
  public var normalize: Normalize?
  private var format = "etude.image"

  /// Puts a recipe together.
  public init(resize: Resize? = nil, normalize: Normalize? = nil) {
    self.resize = resize
    self.normalize = normalize
  }

  /// Reads what ``json`` wrote.
  ///
  /// - Throws: ``LearningError/data(_:)`` with ``DataProblem/invalidRecipe(reason:)``.
  public init(json: String) throws {
    do {
      self = try JSONDecoder().decode(ImageRecipe.self, from: Data(json.utf8))
    } catch {
      throw LearningError.data(.invalidRecipe(reason: "“\(json.prefix(60))” is no recipe for images"))
    }
    guard format == "etude.image" else {
      throw LearningError.data(.invalidRecipe(reason: "it is a recipe for “\(format)”"))
    }
  }

  /// What a pipeline does to the validation set; nil when it has item transforms other than `Resize`.
  init?(pipeline: ImagePipeline) {
    guard pipeline.itemTransforms.allSatisfy({ $0 is Resize }) else { return nil }
    resize = pipeline.itemTransforms.first as? Resize
    normalize = pipeline.normalization
  }

  /// The recipe as JSON, with its keys in a fixed order.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// A picture as a batch of one, `[1, 3, height, width]`.
  public func input(for image: Image) -> Tensor {
    var generator = MersenneTwister(seed: 0)
    let pipeline = ImagePipeline(
      itemTransforms: resize.map { [$0] } ?? [], batchTransforms: normalize.map { [$0] } ?? [])
    let sized = resize?.apply(to: image.rgb, isTraining: false, using: &generator) ?? image.rgb
    let plane = sized.width * sized.height
    var scalars = [Float](repeating: 0, count: 3 * plane)
    for pixel in 0..<plane {
      for channel in 0..<3 { scalars[channel * plane + pixel] = Float(sized.pixels[3 * pixel + channel]) / 255 }
    }
    let batch = Tensor(shape: [1, 3, sized.height, sized.width], scalars: scalars)
    return pipeline.transformed(batch, isTraining: false, using: &generator)
  }
}
