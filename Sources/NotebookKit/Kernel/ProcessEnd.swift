/// How a process came to its end.
package enum ProcessEnd: Equatable, Sendable {
  case exited(Int)
  case signalled(Int)
}
