import Learning

/// Looks at what a trained model makes of its validation set: which items it mistakes, and how sure it is.
///
/// ```swift
/// let interp = try interpret(learn)
/// interp.plotConfusionMatrix()
/// ```
/// - Returns: `mostConfused`, `topLosses`, `report` and the plots of each.
/// - Throws: `LearningError`, when the targets are not one class an item; what the data loaders throw.
public func interpret(_ learner: Learner) throws -> ClassificationInterpretation {
  try ClassificationInterpretation(learner)
}
