/// The end of a process.
package enum ProcessEnd: Equatable, Sendable {
  case exited(Int)
  case signalled(Int)
}
