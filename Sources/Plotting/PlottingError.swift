import Files
import Foundation

/// Everything that can keep a figure from being drawn.
///
/// ```swift
/// do { try plot(y).write(png: url) } catch PlottingError.unwritable(let path, _) { print(path) }
/// ```
public enum PlottingError: UserFacingError, Equatable {
  /// An image would have no pixels, or more than a surface supports.
  case unusableSize(width: Double, height: Double)
  /// The drawing library gave up.
  case canvas(reason: String)
  /// The image could not be encoded or written.
  case unwritable(path: String, reason: String)

  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .unusableSize(let width, let height):
      "A figure of \(width) x \(height) pixels cannot be drawn. Give it a width and height of 0.1 to 100 inches."
    case .canvas(let reason):
      "The figure could not be drawn: \(reason). Make it smaller, or give the process more memory."
    case .unwritable(let path, let reason):
      "The figure could not be written to “\(path)”: \(reason). Choose a folder that exists and is writable."
    }
  }
}
