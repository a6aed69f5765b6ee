import Synchronization

/// The wishes of a cell's options for the figures that it shows: `fig-width`, `fig-height` and `fig-format`.
package struct FigureSettings: Hashable, Sendable, Codable {
  package enum Format: String, Hashable, Sendable, Codable { case png, svg, both }

  /// In inches; nil keeps the size that the code sets.
  package var width: Double?
  /// In inches; nil keeps the size that the code sets.
  package var height: Double?
  package var format = Format.png

  package init() {}

  private static let state = Mutex(FigureSettings())

  /// The settings of the cell that runs; the kernel sets them before each.
  package static var current: FigureSettings {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
