import Display

/// A model's prediction for one item.
///
/// ```swift
/// let prediction = try learner.predict(contentsOf: url)
/// print(prediction.label ?? "?", prediction.probabilities)
/// ```
public struct Prediction: Sendable, Equatable {
  /// Name of the class, or names of the labels joined by semicolons; nil for a regression.
  public let label: String?

  /// Places of the classes decided for: one, or any number for several labels.
  public let classes: [Int]

  /// A probability per class, in the order of `classNames`; the model's numbers for a regression.
  public let probabilities: [Float]

  /// Names of the classes.
  public let classNames: [String]

  /// Probability of the class decided for; nil unless it is one.
  public var confidence: Float? { classes.count == 1 ? probabilities[classes[0]] : nil }
}

extension Prediction: Displayable, CustomStringConvertible {
  /// Classes from the most to the least probable.
  public var table: Table {
    let order = probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
    return Table(
      columns: ["class", "probability"],
      evenRows: order.map { index in
        [
          index < classNames.count ? classNames[index] : "\(index)",
          Double(probabilities[index]).formatted(decimals: 4),
        ]
      },
      caption: label)
  }

  /// The table of classes.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// `A3 (0.9713)`
  public var description: String {
    guard let label else { return probabilities.map { "\($0)" }.joined(separator: ", ") }
    return confidence.map { "\(label) (\(Double($0).formatted(decimals: 4)))" } ?? label
  }
}
