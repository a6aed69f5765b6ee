import Datasets
import Foundation
import Networks
import Tensors

/// The predictions of a classifier for a set with known classes: its mistakes and its confidence.
///
/// ```swift
/// let interp = try ClassificationInterpretation(learner)
/// print(interp.mostConfused().first ?? "no mistakes")
/// print(interp.report())
/// ```
public struct ClassificationInterpretation {
  /// The names of the classes in the order of their indices.
  public let classNames: [String]
  /// The probability of each class, one item per row: `[count, classes]`, rows that sum to 1.
  public let probabilities: Tensor
  /// Each item's most probable class; the first of several.
  public let predictions: [Int]
  /// Each item's actual class.
  public let targets: [Int]
  /// Each item's loss.
  public let losses: [Float]

  /// The files of the items; nil if unknown.
  package let source: (any BatchSource)?

  /// Judges outputs that were found elsewhere.
  ///
  /// - Parameters:
  ///   - outputs: the outputs of the model, before any softmax: `[count, classes]`.
  ///   - targets: each item's actual class.
  ///   - classNames: one name per class.
  ///   - loss: the loss of each item.
  ///   - source: where the items are from, to look at their images.
  /// - Throws: ``LearningError``, when targets, names and outputs do not fit.
  public init(
    outputs: Tensor, targets: [Int], classNames: [String], loss: any Loss = CrossEntropy(),
    source: (any BatchSource)? = nil
  ) throws {
    guard outputs.rank == 2, outputs.shape[1] == classNames.count else {
      throw LearningError.misshapenInterpretation(shape: outputs.shape, classCount: classNames.count)
    }
    if let repeated = Dictionary(grouping: classNames, by: \.self).first(where: { $0.value.count > 1 }) {
      throw LearningError.repeatedClass(name: repeated.key)
    }
    guard case .classes(let decisions) = loss.decision(outputs) else {
      throw LearningError.interpretationWithoutClasses
    }
    losses = try loss.itemLosses(outputs, .classes(targets)).scalars
    probabilities = loss.activation(outputs)
    predictions = decisions
    self.targets = targets
    self.classNames = classNames
    self.source = source
  }

  /// The number of items.
  public var count: Int { targets.count }

  /// The accuracy: the fraction of correct predictions.
  public var accuracy: Double {
    count == 0 ? .nan : Double(zip(predictions, targets).count { $0 == $1 }) / Double(count)
  }

  /// The number of times each class was predicted as each class: `[classes, classes]`, rows actual, columns predicted.
  ///
  /// - Parameter isNormalized: whether each row is divided by its sum; a class without items keeps zeros.
  public func confusionMatrix(isNormalized: Bool = false) -> Tensor {
    let classCount = classNames.count
    var counts = [Float](repeating: 0, count: classCount * classCount)
    for (target, prediction) in zip(targets, predictions) { counts[target * classCount + prediction] += 1 }
    if isNormalized {
      for row in 0..<classCount {
        let range = row * classCount..<(row + 1) * classCount
        let sum = counts[range].reduce(0, +)
        if sum > 0 { for index in range { counts[index] /= sum } }
      }
    }
    return Tensor(shape: [classCount, classCount], scalars: counts)
  }

  /// The confused pairs of classes, the most frequent first; like fastai's `most_confused`.
  ///
  /// - Parameter minimum: mistakes that are rarer are left out.
  public func mostConfused(minimum: Int = 1) -> [Confusion] {
    let matrix = confusionMatrix()
    var confusions: [Confusion] = []
    for (row, actual) in classNames.enumerated() {
      for (column, predicted) in classNames.enumerated() where row != column {
        let count = Int(matrix[row, column])
        if count >= minimum && count > 0 {
          confusions.append(Confusion(actual: actual, predicted: predicted, count: count))
        }
      }
    }
    return confusions.stablySorted { $0.count > $1.count }
  }

  /// The items with the greatest losses, in descending order; like fastai's `top_losses`.
  ///
  /// - Parameters:
  ///   - count: how many; nil for all.
  ///   - isLargest: false for the smallest losses, smallest first.
  public func topLosses(count: Int? = nil, isLargest: Bool = true) -> [TopLoss] {
    // NaN counts as the largest loss, as in torch.topk: plain comparisons with NaN would give no order at all.
    let ranks = losses.map { $0.isNaN ? Float.infinity : $0 }
    func isGreater(_ left: Int, _ right: Int) -> Bool {
      ranks[left] > ranks[right] || (losses[left].isNaN && losses[right] == .infinity)
    }
    let order = Array(losses.indices).stablySorted { isLargest ? isGreater($0, $1) : isGreater($1, $0) }
    return order.prefix(max(0, count ?? order.count)).map { index in
      TopLoss(
        index: index, loss: losses[index], prediction: classNames[predictions[index]],
        truth: classNames[targets[index]], probability: probabilities[index, predictions[index]])
    }
  }

  /// Precision, recall and F1 of each class, and their means.
  public func report() -> ClassificationReport {
    ClassificationReport(predictions: predictions, targets: targets, classNames: classNames)
  }

  /// The images of some items, by their index; empty if the items are not images.
  ///
  /// - Throws: ``DatasetError``, when an image cannot be read again.
  public func samples(at indices: [Int]) throws -> [ImageSample] {
    guard let images = source as? any ImageSource else { return [] }
    return try images.samples(at: indices)
  }
}

/// The number of times one class was predicted as another.
///
/// ```swift
/// for confusion in interp.mostConfused(minimum: 2) { print(confusion) }
/// ```
public struct Confusion: Hashable, Sendable, CustomStringConvertible {
  /// The class that the items are of.
  public let actual: String
  /// The class that was predicted.
  public let predicted: String
  /// The number of times.
  public let count: Int

  /// For example `F3 predicted as G3: 1`.
  public var description: String { "\(actual) predicted as \(predicted): \(count)" }
}

/// An item with its prediction.
///
/// ```swift
/// for top in interp.topLosses(count: 4) { print(top.index, top) }
/// ```
public struct TopLoss: Hashable, Sendable, CustomStringConvertible {
  /// The item's position in its set.
  public let index: Int
  /// Its loss.
  public let loss: Float
  /// The class that was predicted.
  public let prediction: String
  /// The class that it is of.
  public let truth: String
  /// The probability of the predicted class.
  public let probability: Float

  /// Prediction, truth, loss and probability, such as `G3/F3 / 1.23 / 0.71`.
  public var description: String {
    "\(prediction)/\(truth) / \(String(format: "%.2f", loss)) / \(String(format: "%.2f", probability))"
  }
}

extension Array {
  /// Sorted such that equal elements keep their order.
  fileprivate func stablySorted(by precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted { left, right in
      if precedes(left.element, right.element) { return true }
      if precedes(right.element, left.element) { return false }
      return left.offset < right.offset
    }
    .map(\.element)
  }
}
