import Display
import Foundation

/// Shows the documentation of a symbol of this library: its declarations, and a type's members.
///
/// ```swift
/// try doc("chroma")
/// try doc("Waveform.duration")
/// ```
/// - Parameter name: A function's name with or without its labels, a type's, or a member's, with or without its type and
///   a dot.
/// - Throws: ``DocumentationError``.
public func doc(_ name: String) throws -> Documentation {
  guard let file = ProcessInfo.processInfo.environment["ETUDE_DOCUMENTATION"] else {
    throw DocumentationError.unavailable(reason: "`doc` works only in a notebook")
  }
  guard let data = FileManager.default.contents(atPath: file), let index = DocumentationIndex(encoded: data) else {
    throw DocumentationError.unavailable(reason: "`\(file)` is missing or damaged. Run `etude doc` to create it again")
  }
  return try index.documentation(of: name)
}
