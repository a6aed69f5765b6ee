import Datasets
import Images
import Learning
import Plotting

/// Interprets a trained model on its validation set when items have any number of labels.
///
/// ```swift
/// let labels = try interpretLabels(learn).withBestThresholds()
/// labels.report()
/// ```
/// - Parameters:
///   - learner: the learner to interpret.
///   - source: another set whose labels are known, such as `dls.testLoader(files, labelled: true)`.
/// - Throws: `LearningError`, when the items have one class each; errors of the data loaders.
public func interpretLabels(
  _ learner: Learner, on source: (any BatchSource)? = nil
) throws -> MultiLabelInterpretation {
  try MultiLabelInterpretation(learner, on: source)
}

extension MultiLabelInterpretation {
  /// Precision and recall of each label, as bars side by side.
  public func plotScores() -> Figure {
    let labels = report().labels
    let names = labels.map(\.name)
    return figure(width: min(12, 4 + 0.4 * Double(labels.count)), height: 4) {
      BarMark(x: names, y: labels.map(\.precision)).grouped(0, of: 2).label("precision")
      BarMark(x: names, y: labels.map(\.recall)).grouped(1, of: 2).label("recall")
    }
    .title("Scores by label").yLimits(0...1.05).legend(.outside)
  }

  /// The most frequent pairs of a label that was missed and one that was predicted instead, as bars.
  ///
  /// - Parameters:
  ///   - minimum: pairs that are rarer are left out.
  ///   - maxCount: number of pairs.
  public func plotMostConfused(minimum: Int = 1, maxCount: Int = 15) -> Figure {
    let confusions = Array(mostConfused(minimum: minimum).prefix(maxCount).reversed())
    let names = confusions.map { "\($0.actual) as \($0.predicted)" }
    return figure(width: 6.4, height: 1.4 + 0.3 * Double(max(1, confusions.count))) {
      BarMark(x: confusions.map { Double($0.count) }, y: names)
    }
    .title(confusions.isEmpty ? "Most confused: none" : "Most confused").xLabel("items").xTicks(.integers)
  }

  /// The images with the greatest losses, with prediction, truth and loss above each; mistakes in red.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - rows: nil makes the grid nearly square.
  ///   - onlyWrong: whether those without a mistake are left out.
  /// - Throws: `DatasetError`, when an image cannot be read again, or the items are not images.
  public func plotTopLosses(count: Int = 9, rows: Int? = nil, onlyWrong: Bool = false) throws -> Figure {
    let losses = topLosses(count: count, onlyWrong: onlyWrong)
    let samples = try samples(at: losses.map(\.index))
    guard samples.count == losses.count else { throw LearningError.noImages(for: "plotTopLosses") }
    let pictures = zip(samples, losses).map { sample, loss in
      Picture(sample.image, title: "\(loss)", titleColor: loss.predictions == loss.truth ? nil : .red)
    }
    return showPictures(pictures, rows: rows, title: "Prediction/Actual/Loss")
  }
}
