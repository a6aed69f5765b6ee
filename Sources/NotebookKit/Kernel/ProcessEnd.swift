/// How a process ended.
package enum ProcessEnd: Equatable, Sendable {
  case exited(Int)
  case signalled(Int)
}
