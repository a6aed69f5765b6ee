/// Stops the program with `message` unless `condition` holds, also in release builds, where `precondition` prints no
/// message.
///
/// For a programmer's mistakes, such as two shapes that do not fit; the message prints both.
@inline(__always)
package func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { stop(message(), file: file, line: line) }
}

@inline(never)
private func stop(_ message: String, file: StaticString, line: UInt) -> Never {
  fatalError(message, file: file, line: line)
}
