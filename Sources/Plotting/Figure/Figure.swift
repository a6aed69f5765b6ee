import Foundation

/// An image of data: one plot, or a grid of them, with titles, axes and legends.
///
/// Figures are values. A verb such as ``plot(x:y:label:color:width:height:)`` creates one, and modifiers return changed
/// copies. A figure that is a cell's last value is shown, in a light and a dark rendering.
/// ```swift
/// let figure = plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares")
///   .title("Growth").xLabel("n").yLabel("n²")
///   .verticalLine(at: 2, color: .red)
/// ```
public struct Figure: Sendable {
  /// In inches of 96 logical pixels.
  public var width: Double
  /// In inches of 96 logical pixels.
  public var height: Double
  /// The alternative text for screen readers; nil derives it from titles and data.
  public var alternativeText: String?
  var title: String?
  /// The coordinate systems of the grid, row by row.
  var axes: [Axes]
  var rows = 1
  var columns = 1
  var sharesX = false
  var sharesY = false
  var sharedColorBar: SharedColorBar?
  var margins = FigureMargins.tight

  /// A figure of one plot.
  ///
  /// - Parameters:
  ///   - width: in inches.
  ///   - height: in inches.
  ///   - content: marks, which share one plot, or figures, which stand side by side.
  /// - Throws: What `content` throws.
  public init(
    width: Double = 6.4, height: Double = 4, @FigureBuilder _ content: () throws -> FigureContent
  ) rethrows {
    self = try content().figure(width: width, height: height)
  }

  init(width: Double, height: Double, axes: Axes) {
    self.width = width
    self.height = height
    self.axes = [axes]
  }

  /// A copy with a change to the current plot, which is the last one added.
  func changing(_ change: (inout Axes) -> Void) -> Figure {
    var copy = self
    if copy.axes.isEmpty { copy.axes = [Axes()] }
    change(&copy.axes[copy.axes.count - 1])
    return copy
  }
}

/// The room around the plots.
enum FigureMargins: Hashable, Sendable {
  /// As much as titles and labels need.
  case tight
  /// At least matplotlib's: the plot's box is 0.125, 0.11, 0.775 x 0.77 of the figure.
  case classic
}
