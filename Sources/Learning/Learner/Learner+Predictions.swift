import Datasets
import Foundation
import Networks
import Tensors

extension Learner {
  /// Predicts a whole set; the validation set by default.
  ///
  /// Prediction n belongs to item n of the set, even if training takes the items in another order.
  ///
  /// ```swift
  /// let answers = try learner.predictions()
  /// print(answers.losses?.max() ?? "no labels")
  /// ```
  ///
  /// - Throws: Errors of the source and the loss.
  public func predictions(on source: (any BatchSource)? = nil) throws -> PredictionSet {
    var outputs: [Tensor] = []
    var targets: [Targets] = []
    let source = (source ?? loaders.valid).inOrder
    try eachBatch(of: source) { batch, answers in
      outputs.append(answers)
      targets.append(batch.targets)
    }
    guard !outputs.isEmpty else { throw DatasetError.noBatches(itemCount: 0) }
    let joined = Tensor.concatenated(outputs)
    let truth = source.isLabelled ? Targets.joined(targets) : nil
    return PredictionSet(
      probabilities: loss.activation(joined), outputs: joined, targets: truth, decisions: loss.decision(joined),
      losses: try truth.map { try loss.itemLosses(joined, $0) })
  }

  /// The model with everything that a prediction needs, without the training state.
  public var predictor: Predictor {
    Predictor(
      model: model, loss: loss, classNames: loaders.classNames, inputShape: loaders.inputShape,
      inputRecipe: loaders.inputRecipe)
  }

  /// Predicts one input of the shape of an item, `[channels, height, width]`.
  ///
  /// - Throws: `LearningError.otherInputShape` when the shape is another.
  public func predict(_ input: Tensor) throws -> Prediction { try predictor.predict(input) }

  /// Predicts an image, prepared like those of the validation set.
  ///
  /// - Throws: `ImageError` when it cannot be read, `LearningError` when the data are not images or of another size.
  public func predict(contentsOf file: URL) throws -> Prediction {
    try predictor.predict(try loaders.input(contentsOf: file), from: file)
  }

  /// Writes the model, its class names and the preparation of inputs to a `.etude` file, which `Predictor` reads.
  ///
  /// - Throws: `NetworkError.unusableFile`; an older file stays as it was.
  public func export(to url: URL) throws { try predictor.write(to: url) }
}
