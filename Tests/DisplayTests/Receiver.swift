import Display
import Synchronization
import Testing

/// Receives the events of this process's channel, which has one receiver at a time.
final class Receiver: Sendable {
  private let list = Mutex<[DisplayEvent]>([])
  init() { DisplayChannel.connect { event in self.list.withLock { $0.append(event) } } }
  var events: [DisplayEvent] { list.withLock { $0 } }

  func progress(_ label: String) -> [ProgressReport] {
    events.compactMap { if case .progress(let report) = $0, report.label == label { report } else { nil } }
  }

  func values(at place: String) -> [DisplayEvent] {
    events.filter { event in
      switch event {
      case .display(_, let id), .update(_, let id): id == place
      case .progress, .clear: false
      }
    }
  }
}

/// The suites that use the process's only channel run one after another.
@Suite("The channel of a process", .serialized) enum ChannelTests {}
