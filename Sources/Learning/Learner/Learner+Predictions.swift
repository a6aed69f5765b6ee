import Datasets
import Foundation
import Networks
import Tensors

extension Learner {
  /// Lets the model answer for a whole set; the validation set if none is given.
  ///
  /// Answer n is the one to item n of the set, even if training takes the items in another order.
  ///
  /// ```swift
  /// let answers = try learner.predictions()
  /// print(answers.losses?.max() ?? "no labels")
  /// ```
  ///
  /// - Throws: What the source and the loss throw.
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

  /// The model with everything that a prediction needs, and nothing of the training.
  public var predictor: Predictor {
    Predictor(
      model: model, loss: loss, classNames: loaders.classNames, inputShape: loaders.inputShape,
      inputRecipe: loaders.inputRecipe)
  }

  /// What the model says about one input of the shape of an item, `[channels, height, width]`.
  ///
  /// - Throws: `LearningError.otherInputShape` when the shape is another.
  public func predict(_ input: Tensor) throws -> Prediction { try predictor.predict(input) }

  /// What the model says about an image, made into an input as the validation set's are.
  ///
  /// - Throws: `ImageError` when it cannot be read, `LearningError` when the data are not images or of another size.
  public func predict(contentsOf file: URL) throws -> Prediction {
    try predictor.predict(try loaders.input(contentsOf: file), from: file)
  }

  /// Writes the model, its class names and how inputs are made to a `.etude` file, from which `Predictor` predicts.
  ///
  /// - Throws: `NetworkError.unusableFile`; an older file stays as it was.
  public func export(to url: URL) throws { try predictor.write(to: url) }
}
