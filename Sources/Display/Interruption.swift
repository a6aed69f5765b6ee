import Files
import Foundation
import Synchronization

/// The reader's wish to stop the running cell (Ctrl-C), which long loops honour between two steps.
///
/// ```swift
/// for file in files { try Interruption.check(); play(try load(file)) }
/// ```
/// A loop that checks ends cleanly; a cell that never checks is killed after a moment.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// True if a stop was requested since the cell began.
  public static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Throws if a stop was requested.
  ///
  /// - Throws: ``Interrupted``, and nothing else.
  public static func check() throws(Interrupted) { if isRequested { throw Interrupted() } }

  /// Sets or clears the wish; the kernel does both.
  package static func request(_ value: Bool) { requested.store(value, ordering: .relaxed) }
}

/// The error that ends an interrupted loop.
///
/// ```swift
/// do { try Interruption.check() } catch is Interrupted { print("asked to stop") }
/// ```
public struct Interrupted: UserFacingError {
  /// The error; it carries nothing.
  public init() {}

  /// The sentence that the report shows.
  public var description: String { "The run was interrupted." }
}
