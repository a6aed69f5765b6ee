import Foundation

/// An item and the labels that a model gave it.
///
/// ```swift
/// let labels = try MultiLabelInterpretation(learner)
/// for top in labels.topLosses(count: 4, onlyWrong: true) { print(top.index, top) }
/// ```
public struct MultiLabelTopLoss: Hashable, Sendable, CustomStringConvertible {
  /// The item's position in its set.
  public let index: Int
  /// Its loss.
  public let loss: Float
  /// The labels that were said.
  public let predictions: [String]
  /// The labels that it has.
  public let truth: [String]

  /// Labels that it has and that were not said.
  public var missed: [String] { truth.filter { !predictions.contains($0) } }

  /// Labels that were said and that it does not have.
  public var wrong: [String] { predictions.filter { !truth.contains($0) } }

  /// Prediction, truth and loss, such as `C;E/C;G / 0.71`; `–` stands for no label.
  public var description: String {
    func text(_ labels: [String]) -> String { labels.isEmpty ? "–" : labels.joined(separator: ";") }
    return "\(text(predictions))/\(text(truth)) / \(String(format: "%.2f", loss))"
  }
}
