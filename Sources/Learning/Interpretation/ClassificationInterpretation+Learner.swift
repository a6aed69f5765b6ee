import Datasets
import Networks
import Tensors

extension ClassificationInterpretation {
  /// Lets a learner answer for its validation set, or another one whose classes are known.
  ///
  /// Items keep the order of their set. Those of the training set are all there, and none is augmented.
  ///
  /// fastai's `ClassificationInterpretation.from_learner`.
  ///
  /// - Throws: ``LearningError``, when the targets are not one class per item or not known; what the source throws.
  public init(_ learner: Learner, on source: (any BatchSource)? = nil) throws {
    let source = (source ?? learner.loaders.valid).inOrder
    guard source.isLabelled else { throw LearningError.noLabels(for: "An interpretation") }
    let answers = try learner.predictions(on: source)
    guard case .classes(let targets) = answers.targets else {
      throw LearningError.interpretationOfNumbers
    }
    let classCount = answers.outputs.shape.last ?? 0
    let names = learner.loaders.classNames
    try self.init(
      outputs: answers.outputs, targets: targets,
      classNames: names.isEmpty ? (0..<classCount).map { "\($0)" } : names, loss: learner.loss, source: source)
  }
}
