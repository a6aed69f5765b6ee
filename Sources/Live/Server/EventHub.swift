import Foundation
import Synchronization

/// Events for all open pages, and those that a page missed while it was disconnected.
///
/// Events are numbered from 1. A page that comes back says which it has seen last; if that is too long ago, it gets a
/// whole new state instead.
package final class EventHub: Sendable {
  /// An event of the format of server-sent events.
  package struct Event: Equatable, Sendable {
    package var name: String
    /// JSON, on one line.
    package var data: String

    package init(_ name: String, _ data: String) {
      self.name = name
      self.data = data
    }
  }

  private struct State {
    var last = 0
    /// The latest events with their numbers.
    var history: [(number: Int, event: Event)] = []
    var historyBytes = 0
    var listeners: [Int: AsyncStream<Data>.Continuation] = [:]
    var listenerCount = 0
    var hasEnded = false
  }

  /// Bytes of events that are kept for pages that come back.
  private static let historyLimit = 1 << 24
  /// Events that wait for a page that does not read; a slower one is disconnected, and comes back.
  private static let waitingLimit = 256

  private let state = Mutex(State())

  package init() {}

  /// The number of the latest event.
  package var lastEvent: Int { state.withLock { $0.last } }

  /// Number of pages that listen.
  package var listenerCount: Int { state.withLock { $0.listeners.count } }

  package func send(_ event: Event) {
    let slow = state.withLock { state in
      var slow: [AsyncStream<Data>.Continuation] = []
      state.last += 1
      state.history.append((state.last, event))
      state.historyBytes += event.data.utf8.count
      while state.historyBytes > Self.historyLimit, state.history.count > 1 {
        state.historyBytes -= state.history.removeFirst().event.data.utf8.count
      }
      let bytes = Self.bytes(event, number: state.last)
      for (id, listener) in state.listeners {
        if case .dropped = listener.yield(bytes) {
          state.listeners[id] = nil
          slow.append(listener)
        }
      }
      return slow
    }
    for listener in slow { listener.finish() }
  }

  /// The events after a given one, and then new ones.
  ///
  /// - Parameters:
  ///   - seen: The number of the last event that the page has seen.
  ///   - whole: The state as events, for a page that missed events which are no longer kept.
  package func listen(after seen: Int, whole: () -> [Event]) -> AsyncStream<Data> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Data.self, bufferingPolicy: .bufferingOldest(Self.waitingLimit))
    state.withLock { state in
      // So the page sees immediately that it is connected, and how soon to reconnect.
      var start = Data("retry: 500\n\n".utf8)
      let first = state.history.first?.number ?? state.last + 1
      if seen > state.last || seen < first - 1 {
        for event in whole() { start += Self.bytes(event, number: state.last) }
      } else {
        for (number, event) in state.history where number > seen { start += Self.bytes(event, number: number) }
      }
      continuation.yield(start)
      if state.hasEnded { return continuation.finish() }
      state.listenerCount += 1
      let id = state.listenerCount
      state.listeners[id] = continuation
      continuation.onTermination = { [weak self] _ in self?.forget(id) }
    }
    return stream
  }

  private func forget(_ id: Int) { _ = state.withLock { $0.listeners.removeValue(forKey: id) } }

  /// Sends an event without a number, by which each side notices that the other is disconnected.
  package func beat() {
    let beat = Data("event: beat\ndata: {}\n\n".utf8)
    state.withLock { state in for listener in state.listeners.values { listener.yield(beat) } }
  }

  /// Ends all connections.
  package func end() {
    let listeners = state.withLock { state in
      state.hasEnded = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }

  private static func bytes(_ event: Event, number: Int) -> Data {
    Data("id: \(number)\nevent: \(event.name)\ndata: \(event.data)\n\n".utf8)
  }
}
