import Foundation

/// Calls back when the run is asked to end: by Ctrl-C, or by SIGTERM as from `timeout` and CI. Asked again, the process
/// ends as usual.
final class InterruptHandler {
  private static let signals = [SIGINT, SIGTERM]
  private let sources: [any DispatchSourceSignal]

  init(_ handler: @escaping @Sendable () -> Void) {
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        handler()
        // `timeout` signals its child and then the child's group: that is once.
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(500)) {
          for number in Self.signals { signal(number, SIG_DFL) }
        }
      }
      source.resume()
      return source
    }
  }

  /// Gives the signals their usual meaning back.
  func stop() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}
