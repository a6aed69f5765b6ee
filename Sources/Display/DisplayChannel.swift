import Foundation
import Synchronization

/// An event that a cell sends to the front that shows its output.
public enum DisplayEvent: Equatable, Sendable {
  /// A value at the current position.
  case display(MIMEBundle, id: String)
  /// A new value for an output that was shown before.
  case update(MIMEBundle, id: String)
  /// The progress of a long task.
  case progress(ProgressReport)
  /// Removes the outputs so far, immediately or when the next one arrives.
  case clear(wait: Bool)
}

/// The connection from a cell to the front that shows its output: the kernel in a notebook, the terminal elsewhere.
public enum DisplayChannel {
  private struct State {
    var receiver: @Sendable (DisplayEvent) -> Void = DisplayChannel.printPlainText
    var identifiers = 0
  }

  private static let state = Mutex(State())

  /// Sends one event, in order, from any thread.
  public static func send(_ event: DisplayEvent) { state.withLock { $0.receiver }(event) }

  /// Sends all later events to `receiver` instead; the kernel does this once, before the first cell.
  package static func connect(_ receiver: @escaping @Sendable (DisplayEvent) -> Void) {
    state.withLock { $0.receiver = receiver }
  }

  /// A name that no earlier call gave: `display-1`, `display-2`, … in order, so two runs use the same names.
  static func nextIdentifier() -> String {
    state.withLock {
      $0.identifiers += 1
      return "display-\($0.identifiers)"
    }
  }

  /// Outside a notebook the plain text goes to standard output; progress is left out.
  private static func printPlainText(_ event: DisplayEvent) {
    switch event {
    case .display(let bundle, _), .update(let bundle, _):
      if let text = bundle.text(.plainText) { print(text) }
    case .progress, .clear: break
    }
  }
}
