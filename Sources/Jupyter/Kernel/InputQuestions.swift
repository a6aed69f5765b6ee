import Files
import Foundation
import Synchronization

/// The question of a running cell to the front end that had it executed.
final class InputQuestions: Sendable {
  private struct State {
    /// The request that is executed.
    var request: JupyterMessage?
    /// The number of the question that was asked last and was not answered.
    var number: Int?
  }

  private let state = Mutex(State())
  private let send: @Sendable (JupyterMessage) -> Void

  init(send: @escaping @Sendable (JupyterMessage) -> Void) { self.send = send }

  func begin(_ request: JupyterMessage) { state.withLock { $0 = State(request: request) } }

  /// Asks for the line of a number.
  ///
  /// - Parameter prompt: The question; empty if it was shown before.
  func ask(_ number: Int, prompt: String) {
    let request = state.withLock { state in
      state.number = number
      return state.request
    }
    if let request { send(request.reply("input_request", ["prompt": .string(prompt), "password": .boolean(false)])) }
  }

  /// The number of the prompt that a message answers; nil if there is none.
  func answered(by message: JupyterMessage) -> Int? {
    state.withLock { state in
      guard state.request?.session == message.session else { return nil }
      defer { state.number = nil }
      return state.number
    }
  }

  /// Forgets the question, because no code waits for an answer.
  func drop() { state.withLock { $0.number = nil } }
}
