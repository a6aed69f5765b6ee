import Foundation

/// Calls back when the user presses Ctrl-C; a second press ends the process as usual.
final class InterruptHandler {
  private let source: any DispatchSourceSignal

  init(_ handler: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      handler()
      signal(SIGINT, SIG_DFL)
    }
    source.resume()
  }

  /// Gives Ctrl-C its usual meaning back.
  func stop() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
