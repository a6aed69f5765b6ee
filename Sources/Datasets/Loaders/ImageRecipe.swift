import Foundation
import Images
import Tensors

/// The preparation of an image as a model's input, stored in exported models: the validation pipeline.
///
/// ```swift
/// let recipe = try ImageRecipe(json: String(contentsOf: url, encoding: .utf8))
/// let input = try recipe.input(for: image)  // [1, 3, 128, 128]
/// ```
public struct ImageRecipe: Hashable, Sendable, Codable {
  /// The size that images are resized to.
  public var resize: Resize?
  /// A centred crop that is resized to its own size.
  public var crop: RandomResizedCrop?
  /// A size that images are sampled at as numbers.
  public var resampling: AffineAugmentation?
  /// The normalisation of samples after division by 255.
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

  /// Reads the format of ``json``.
  ///
  /// - Throws: ``DatasetError/invalidRecipe(reason:)``.
  public init(json: String) throws {
    do {
      self = try JSONDecoder().decode(ImageRecipe.self, from: Data(json.utf8))
    } catch {
      throw DatasetError.invalidRecipe(reason: "“\(json.prefix(60))” is not an image recipe")
    }
    guard format == "etude.image" else {
      throw DatasetError.invalidRecipe(reason: "it is for the format “\(format)”")
    }
    let count = (channels ?? .rgb).rawValue
    if let normalized = normalize?.mean.count, normalized != count {
      throw DatasetError.invalidRecipe(
        reason: "images have \(count) channel\(count == 1 ? "" : "s"), but it normalises \(normalized)")
    }
  }

  /// The validation pipeline; nil if it has a custom transform, repeats a step, or uses another order than a recipe.
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

  /// An image as a batch of one, `[1, channels, height, width]`.
  public func input(for image: Image) throws -> Tensor {
    let steps: [(any BatchTransform)?] = [crop, resampling, normalize]
    return try ImagePipeline(
      channels: channels ?? .rgb, itemTransforms: resize.map { [$0] } ?? [], batchTransforms: steps.compactMap(\.self)
    ).input(for: image)
  }
}
