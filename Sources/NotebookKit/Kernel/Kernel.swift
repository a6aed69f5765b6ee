import Display
import KernelProtocol

/// A process that runs compiled units and reports their output, as a ``Session`` uses it.
///
/// ``KernelProcess`` is the real one; tests use a scripted one instead.
package protocol Kernel: AnyObject, Sendable {
  /// Sends a request; its outputs follow from ``next()``.
  func send(_ request: KernelRequest)

  /// Waits for the next output; nil once the kernel has ended and every output was returned. One caller at a time.
  func next() async -> KernelOutput?

  /// Asks the running unit to stop, which loops that check `Interruption` honour.
  func interrupt()

  /// Begins to end the kernel and its descendants. Later outputs still arrive, ``KernelOutput/ended(_:)`` last.
  func end()

  /// Ends the kernel, drops its remaining outputs and waits until all of its processes have ended.
  func endAndWait() async

  /// Physical memory of the kernel and its children in bytes; nil once it has ended.
  var residentBytes: Int? { get }

  /// Calls a function once the kernel has ended, even if no output is awaited.
  func whenEnded(_ action: @escaping @Sendable () -> Void)

  /// Number of the kernel's processes when ``residentBytes`` was last read.
  var processCount: Int { get }
}

extension Kernel {
  package var processCount: Int { 1 }
}
