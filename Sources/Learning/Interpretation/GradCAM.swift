import Datasets
import Foundation
import Images
import Networks
import Tensors

/// A map of the regions in an image that are evidence for a class.
///
/// ```swift
/// let cam = try learner.gradCAM(contentsOf: url)
/// print(cam.className, cam.probability, cam.map.shape)  // A3 0.98 [4, 4]
/// ```
public struct GradCAM: Sendable {
  /// The image as it enters the model, with normalisation undone.
  public let image: Image
  /// The evidence at each position of the model's features, `[height, width]`, from 0 to 1.
  public let map: Tensor
  /// The class that it speaks for.
  public let className: String
  /// The probability that the model gives the class.
  public let probability: Float

  /// The map as a grey image of the image's size, interpolated.
  public var overlay: Image {
    let levels = map.scalars.map { UInt8((max(0, min(1, $0)) * 255).rounded()) }
    return Image(width: map.shape[1], height: map.shape[0], channels: 1, pixels: levels)
      .resized(width: image.width, height: image.height)
  }
}

extension Learner {
  /// The regions in an image that are evidence for a class, by the gradient of its output; Grad-CAM.
  ///
  /// - Parameters:
  ///   - file: An image, prepared like those of the validation set.
  ///   - name: The class; the predicted one if nil.
  /// - Throws: `LearningError.noFeatures` for a model without maps of features, `.noClass` for an unknown name;
  ///   `ImageError` when the image cannot be read.
  public func gradCAM(contentsOf file: URL, class name: String? = nil) throws -> GradCAM {
    guard let model = model as? any FeatureClassifier else {
      throw LearningError.noFeatures(model: self.model.title)
    }
    let names = loaders.classNames
    let input = try loaders.input(contentsOf: file)
    let outputs = withoutGradients { model(input) }
    let probabilities = loss.activation(outputs)
    let index: Int
    if let name {
      guard let place = names.firstIndex(of: name) else { throw LearningError.noClass(name: name, known: names) }
      index = place
    } else {
      index = Int(outputs.argmax(axis: 1).scalars[0])
    }
    return GradCAM(
      image: try loaders.picture(contentsOf: file), map: model.gradCAM(for: input, class: index),
      className: names.indices.contains(index) ? names[index] : "\(index)", probability: probabilities[0, index])
  }
}
