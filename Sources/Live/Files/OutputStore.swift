import Files
import Foundation
import Synchronization

/// The images and sounds of a page, each under an address that its content gives.
final class OutputStore: Sendable {
  static let path = "/.live/output/"

  struct Output: Sendable {
    var data: Data
    var type: String
  }

  private struct State {
    var outputs: [String: Output] = [:]
    var byteCount = 0
    /// Bytes above which outputs that the page no longer shows are released.
    var limit = OutputStore.smallestLimit
  }

  private static let smallestLimit = 1 << 26
  private let state = Mutex(State())

  /// Stores an output, and returns its address.
  func address(of data: Data, type: String) -> String {
    let type = MediaType.ofOutput(type)
    let name = String(ContentHash(data).hexadecimal.prefix(32))
    state.withLock { state in
      if state.outputs[name] == nil { state.byteCount += data.count }
      state.outputs[name] = Output(data: data, type: type)
    }
    return Self.path + name
  }

  func output(named name: String) -> Output? { state.withLock { $0.outputs[name] } }

  /// Releases outputs whose addresses occur in none of the texts, if there are many of them.
  func tidy(_ texts: some Sequence<String>) {
    guard state.withLock({ $0.byteCount > $0.limit }) else { return }
    var shown: Set<String> = []
    for text in texts {
      for range in text.ranges(of: Self.path) { shown.insert(String(text[range.upperBound...].prefix(32))) }
    }
    state.withLock { state in
      state.outputs = state.outputs.filter { shown.contains($0.key) }
      state.byteCount = state.outputs.values.reduce(0) { $0 + $1.data.count }
      state.limit = max(Self.smallestLimit, 2 * state.byteCount)
    }
  }
}
