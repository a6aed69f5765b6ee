import Tensors

/// A model in two parts: one computes feature maps of an image, the other classifies them.
///
/// ```swift
/// let evidence = VisionModel(.resnet18, classCount: 7, using: &generator).gradCAM(for: images, class: 3)
/// ```
public protocol FeatureClassifier: Layer {
  /// Images to features, `[count, channels, height, width]` to `[count, features, height′, width′]`.
  associatedtype Body: Layer
  /// Features to one number per class, `[count, classes]`.
  associatedtype Head: Layer

  /// The part that computes the features.
  var body: Body { get }
  /// The half that answers.
  var head: Head { get }
}

extension VisionModel: FeatureClassifier {}

extension FeatureClassifier {
  /// The evidence for a class at each position of an image, `[height′, width′]` of the features, from 0 to 1.
  ///
  /// relu(Σₖ wₖ Aₖ) with the features A and, for each of them, the mean w over all positions of the derivative of the
  /// class's output by it; divided by the largest. All 0 if there is no evidence for the class. The model is as in use,
  /// not in training. Source: Selvaraju et al., “Grad-CAM”, 2017, arXiv:1610.02391.
  ///
  /// - Parameters:
  ///   - input: One image, `[1, channels, height, width]`.
  ///   - index: The class.
  /// - Precondition: the head has an output for the class.
  public func gradCAM(for input: Tensor, class index: Int) -> Tensor {
    require(
      input.rank == 4 && input.shape[0] == 1,
      "a class activation map needs one image of shape [1, channels, height, width], not \(input.shape)")
    let features = withoutGradients { body(input) }
    let (_, gradient) = valueWithGradient(at: features) { features in
      let outputs = head(features)
      require(
        index >= 0 && index < outputs.shape[1], "there is no class \(index) among \(outputs.shape[1]), counted from 0")
      return outputs.slice(index..<(index + 1), axis: 1).sum()
    }
    // The head's parameters have gathered the derivative as well; it is of no training step.
    for parameter in head.parameters { parameter.parameter.clearGradient() }
    let weights = gradient.mean(axes: [2, 3], keepingAxes: true)
    let map = (features * weights).sum(axis: 1).selecting(0).relu()
    let largest = map.max().scalar
    return largest > 0 ? map / largest : map
  }
}
