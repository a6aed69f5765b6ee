import Datasets
import Images
import Learning
import Plotting
import Tensors

/// Interprets a trained model on its validation set: its mistakes, and its confidence.
///
/// ```swift
/// let interp = try interpret(learn)
/// interp.plotConfusionMatrix()
/// ```
/// - Returns: `mostConfused`, `topLosses`, `report` and the plots of each.
/// - Throws: `LearningError`, when the targets are not one class per item; errors of the data loaders.
public func interpret(_ learner: Learner) throws -> ClassificationInterpretation {
  try ClassificationInterpretation(learner)
}

extension ClassificationInterpretation {
  /// The number of times each class was predicted as each class: rows actual, columns predicted.
  ///
  /// ```swift
  /// interp.plotConfusionMatrix()
  /// ```
  /// - Parameters:
  ///   - isNormalized: whether each row is divided by its sum.
  ///   - title: the title above the plot.
  ///   - size: the side in inches; nil follows from the number of classes.
  public func plotConfusionMatrix(
    isNormalized: Bool = false, title: String = "Confusion matrix", size: Double? = nil
  ) -> Figure {
    Plotting.plotConfusionMatrix(
      confusionMatrix(), classes: classNames, isNormalized: isNormalized, title: title, size: size)
  }

  /// The images with the greatest losses, with prediction, truth, loss and the prediction's probability above each;
  /// wrong predictions in red.
  ///
  /// ```swift
  /// try interp.plotTopLosses(count: 4)
  /// ```
  /// - Parameters:
  ///   - count: how many.
  ///   - rows: nil makes the grid nearly square.
  ///   - isLargest: false for the smallest losses.
  /// - Throws: `DatasetError`, when an image cannot be read again, or the items are not images.
  public func plotTopLosses(count: Int = 9, rows: Int? = nil, isLargest: Bool = true) throws -> Figure {
    let losses = topLosses(count: count, isLargest: isLargest)
    let samples = try samples(at: losses.map(\.index))
    guard samples.count == losses.count else {
      throw LearningError.noImages(for: "plotTopLosses")
    }
    let pictures = zip(samples, losses).map { sample, loss in
      Picture(sample.image, title: "\(loss)", titleColor: loss.prediction == loss.truth ? nil : .red)
    }
    return showPictures(pictures, rows: rows, title: "Prediction/Actual/Loss/Probability")
  }

  /// The most frequent mistakes between two classes, as bars.
  ///
  /// - Parameters:
  ///   - minimum: mistakes that are rarer are left out.
  ///   - maxCount: number of pairs of classes.
  public func plotMostConfused(minimum: Int = 1, maxCount: Int = 15) -> Figure {
    let confusions = Array(mostConfused(minimum: minimum).prefix(maxCount).reversed())
    let names = confusions.map { "\($0.actual) as \($0.predicted)" }
    return figure(width: 6.4, height: 1.4 + 0.3 * Double(max(1, confusions.count))) {
      BarMark(x: confusions.map { Double($0.count) }, y: names)
    }
    .title(confusions.isEmpty ? "Most confused: none" : "Most confused").xLabel("items")
  }

  /// Precision, recall and F1 of each class, as bars side by side.
  public func plotScores() -> Figure {
    let classes = report().classes
    let names = classes.map(\.name)
    return figure(width: min(12, 4 + 0.6 * Double(classes.count)), height: 4) {
      BarMark(x: names, y: classes.map(\.precision)).grouped(0, of: 3).label("precision")
      BarMark(x: names, y: classes.map(\.recall)).grouped(1, of: 3).label("recall")
      BarMark(x: names, y: classes.map(\.f1)).grouped(2, of: 3).label("F1")
    }
    .title("Scores by class").yLimits(0...1.05).legend(.outside)
  }
}
