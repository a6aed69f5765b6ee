public import Display
import Foundation

/// Precision, recall and F1 of each of several labels, and their means; as scikit-learn's `classification_report` for
/// several labels per item.
///
/// ```swift
/// let report = try interpretLabels(learn).report()
/// print(report["C♯"]?.recall ?? .nan, report.sampleAverage.f1)
/// ```
public struct MultiLabelReport: Hashable, Sendable {
  /// Each label, in the order of their indices.
  public let labels: [ClassificationReport.Scores]
  /// The scores of all answers together.
  public let microAverage: ClassificationReport.Scores
  /// The means with equal weight for every label.
  public let macroAverage: ClassificationReport.Scores
  /// The means weighted by the labels' numbers of items.
  public let weightedAverage: ClassificationReport.Scores
  /// The means of each item's own scores; an item without actual and predicted labels counts as 0.
  public let sampleAverage: ClassificationReport.Scores
  /// The fraction of items whose labels are all correct; NaN if there are no items.
  public let exactMatches: Double

  init(_ counts: ClassCounts, labelNames: [String]) {
    let support = counts.classes.reduce(0) { $0 + $1.right + $1.missed }
    func scores(_ name: String, _ average: Average) -> ClassificationReport.Scores {
      // Only `.binary` throws here, and none of these is it.
      func mean(_ value: KeyPath<ClassCounts.Counts, Double>) -> Double { (try? average.mean(counts, value)) ?? .nan }
      return ClassificationReport.Scores(
        name: name, precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1), support: support)
    }
    labels = zip(labelNames, counts.classes).map { name, counts in
      ClassificationReport.Scores(
        name: name, precision: counts.precision, recall: counts.recall, f1: counts.f1,
        support: counts.right + counts.missed)
    }
    microAverage = scores("micro average", .micro)
    macroAverage = scores("macro average", .macro)
    weightedAverage = scores("weighted average", .weighted)
    sampleAverage = scores("example average", .samples)
    let exact = counts.items.count { $0.missed == 0 && $0.wrong == 0 }
    exactMatches = counts.items.isEmpty ? .nan : Double(exact) / Double(counts.items.count)
  }

  /// The scores of a label by its name; nil if there is no such label.
  public subscript(name: String) -> ClassificationReport.Scores? {
    labels.first { $0.name == name }
  }

  /// Label, precision, recall, F1 and number of items, one row per label, then the means.
  public var rows: [[String]] {
    (labels + [microAverage, macroAverage, weightedAverage, sampleAverage]).map { scores in
      [scores.name] + [scores.precision, scores.recall, scores.f1].map { $0.formatted(decimals: 3) }
        + ["\(scores.support)"]
    }
  }

  /// The headings of ``rows``.
  public static let columns = ["label", "precision", "recall", "F1", "items"]
}

extension MultiLabelReport: Displayable, CustomStringConvertible {
  /// The report as a table that readers can sort.
  public var table: Table { Table(columns: Self.columns, evenRows: rows) }

  /// The table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The table as aligned text.
  public var description: String { table.description }
}
