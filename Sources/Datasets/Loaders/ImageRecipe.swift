import Foundation
import Images
import Tensors

/// How a picture becomes a model's input, in a form that an exported model carries along: what a pipeline does to the
/// validation set.
///
/// ```swift
/// let recipe = try ImageRecipe(json: text)
/// let input = try recipe.input(for: try Image(contentsOf: file))  // [1, 3, 128, 128]
/// ```
public struct ImageRecipe: Hashable, Sendable, Codable {
  /// The size that pictures are brought to.
  public var resize: Resize?
  /// A cut from the middle that is brought to a size of its own.
  public var crop: RandomResizedCrop?
  /// A size that pictures are sampled at as numbers.
  public var resampling: AffineAugmentation?
  /// How samples are normalised after they are divided by 255.
  public var normalize: Normalize?
  /// The numbers of each pixel; nil, as in files from before there were others, for RGB.
  public var channels: ImageChannels?
  private var format = "etude.image"

  /// Puts a recipe together.
  public init(
    resize: Resize? = nil, crop: RandomResizedCrop? = nil, resampling: AffineAugmentation? = nil,
    normalize: Normalize? = nil, channels: ImageChannels? = nil
  ) {
    self.resize = resize
    self.crop = crop
    self.resampling = resampling
    self.normalize = normalize
    self.channels = channels
  }

  /// Reads what ``json`` wrote.
  ///
  /// - Throws: ``DatasetError/invalidRecipe(reason:)``.
  public init(json: String) throws {
    do {
      self = try JSONDecoder().decode(ImageRecipe.self, from: Data(json.utf8))
    } catch {
      throw DatasetError.invalidRecipe(reason: "“\(json.prefix(60))” is not a recipe for images")
    }
    guard format == "etude.image" else {
      throw DatasetError.invalidRecipe(reason: "it is a recipe for “\(format)”")
    }
    let count = (channels ?? .rgb).rawValue
    if let normalized = normalize?.mean.count, normalized != count {
      throw DatasetError.invalidRecipe(
        reason: "pictures have \(count) channel\(count == 1 ? "" : "s"), and it normalises \(normalized)")
    }
  }

  /// What a pipeline does to the validation set; nil when it has a transform that no file can hold, or takes its steps
  /// twice or in another order than a recipe does.
  init?(pipeline: ImagePipeline) {
    channels = pipeline.channels == .rgb ? nil : pipeline.channels
    for transform in pipeline.itemTransforms {
      guard let known = transform as? Resize, resize == nil else { return nil }
      resize = known
    }
    for transform in pipeline.batchTransforms {
      switch transform {
      case let known as RandomResizedCrop where crop == nil && resampling == nil && normalize == nil: crop = known
      case var known as AffineAugmentation where known.size == nil || (resampling == nil && normalize == nil):
        known.steps = []
        if known.size != nil { resampling = known }
      case let known as Normalize where normalize == nil: normalize = known
      case is LightingAugmentation, is HueAugmentation: break
      default: return nil
      }
    }
  }

  /// The recipe as JSON, with its keys in a fixed order.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// An image file as a batch of one, `[1, channels, height, width]`.
  ///
  /// - Throws: `ImageError` when it cannot be read.
  package func input(contentsOf file: URL) throws -> Tensor { try input(for: try Image(contentsOf: file)) }

  /// A picture as a batch of one, `[1, channels, height, width]`.
  public func input(for image: Image) throws -> Tensor {
    let steps: [(any BatchTransform)?] = [crop, resampling, normalize]
    return try ImagePipeline(
      channels: channels ?? .rgb, itemTransforms: resize.map { [$0] } ?? [], batchTransforms: steps.compactMap(\.self)
    ).input(for: image)
  }
}
