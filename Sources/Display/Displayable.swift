/// A type that says how its values are shown in a report.
///
/// A cell can conform its own types:
/// ```swift
/// struct Interval { var semitones: Int }
/// extension Interval: Displayable {
///   var mimeBundle: MIMEBundle { MIMEBundle(plainText: "\(semitones) semitones") }
/// }
/// ```
public protocol Displayable {
  /// The value in the formats in which it can be shown; `text/plain` should be among them.
  var mimeBundle: MIMEBundle { get }
}

extension MIMEBundle: Displayable {
  /// A bundle shows itself.
  public var mimeBundle: MIMEBundle { self }
}

/// Shows a value at this position of the cell's output.
///
/// ```swift
/// display(plot([1, 4, 9]))
/// display("done")
/// ```
/// - Parameters:
///   - value: Anything; a ``Displayable`` in its own formats, other values as readable text.
///   - id: A name under which ``DisplayHandle/update(_:)`` can replace the value.
/// - Returns: The handle for later updates.
@discardableResult
public func display(_ value: Any, id: String? = nil) -> DisplayHandle {
  let handle = DisplayHandle(id: id ?? DisplayChannel.nextIdentifier())
  DisplayChannel.send(.display(MIMEBundle(showing: value), id: handle.id))
  return handle
}

/// An output whose content can be replaced, such as a table that grows with every epoch.
///
/// ```swift
/// let place = display("training")
/// place.update("trained")
/// ```
public struct DisplayHandle: Sendable {
  /// The name of the output, unique in a run.
  public let id: String

  /// A handle for a value that was shown under a known name.
  public init(id: String) { self.id = id }

  /// Replaces the handle's earlier value by `value`, even from another cell.
  public func update(_ value: Any) { DisplayChannel.send(.update(MIMEBundle(showing: value), id: id)) }
}
