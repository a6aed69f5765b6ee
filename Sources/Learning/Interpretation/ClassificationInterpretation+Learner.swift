import Datasets
import Networks
import Tensors

extension ClassificationInterpretation {
  /// Predicts the validation set, or another set with known classes.
  ///
  /// Items keep the order of their set. Every item of the training set is included, and none is augmented.
  ///
  /// fastai's `ClassificationInterpretation.from_learner`.
  ///
  /// - Throws: ``LearningError``, if the targets are not one class per item or not known; errors of the source.
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
