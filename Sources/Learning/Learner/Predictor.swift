import Datasets
import Foundation
import Networks
import Tensors

/// A trained model for predictions on new items, without its learner or from a `.etude` file.
///
/// ```swift
/// let predictor = try Predictor(contentsOf: URL(filePath: "notes.etude"))
/// print(try predictor.predict(contentsOf: url))  // A3 (0.9713)
/// ```
public struct Predictor {
  /// The function that answers.
  public let model: any Layer

  /// Says how its numbers are to be read.
  public let loss: any Loss

  /// Names of the classes in the order of the model's outputs; empty for a regression.
  public let classNames: [String]

  /// Shape of one input.
  public let inputShape: [Int]

  /// The preparation of an image as an input; nil if inputs are not images.
  public let inputRecipe: String?

  /// Predicts one input of `inputShape`.
  ///
  /// - Throws: `LearningError.otherInputShape` when the shape is another.
  public func predict(_ input: Tensor) throws -> Prediction {
    guard input.shape == inputShape else {
      throw LearningError.otherInputShape(input.shape, expected: inputShape)
    }
    return prediction(for: input.reshaped(to: [1] + inputShape))
  }

  /// Predicts an image.
  ///
  /// - Throws: `ImageError` when it cannot be read; `LearningError` when inputs are not images or of another size.
  public func predict(contentsOf file: URL) throws -> Prediction {
    guard let inputRecipe else {
      throw LearningError.noInputRecipe(inputShape: inputShape)
    }
    return try predict(try ImageRecipe(json: inputRecipe).input(contentsOf: file), from: file)
  }

  /// Predicts a batch of one that was created from a file.
  func predict(_ batch: Tensor, from file: URL) throws -> Prediction {
    let shape = Array(batch.shape.dropFirst())
    guard shape == inputShape else {
      throw LearningError.otherImageSize(item: file.lastPathComponent, size: shape, expected: inputShape)
    }
    return prediction(for: batch)
  }

  private func prediction(for batch: Tensor) -> Prediction {
    let outputs = withoutGradients { model(batch) }
    let probabilities = loss.activation(outputs).scalars
    switch loss.decision(outputs) {
    case .classes(let classes):
      return prediction(classes, probabilities)
    case .values(let values) where !classNames.isEmpty:
      return prediction(values.scalars.indices.filter { values.scalars[$0] > 0 }, probabilities)
    case .values(let values):
      return Prediction(label: nil, classes: [], probabilities: values.scalars, classNames: [])
    }
  }

  private func prediction(_ classes: [Int], _ probabilities: [Float]) -> Prediction {
    let names = classes.map { $0 < classNames.count ? classNames[$0] : "\($0)" }
    return Prediction(
      label: names.joined(separator: ";"), classes: classes, probabilities: probabilities, classNames: classNames)
  }
}
