import Display
import Files
import Foundation
import KernelProtocol
import NotebookKit
import Synchronization

/// The front of a session that publishes the running cell's output as it arrives.
final class CellRelay: SessionFront {
  /// The execution that the published outputs belong to.
  struct Execution: Sendable {
    /// The header of its request.
    var parent: JSON.Object
    var count: Int
    /// True if nothing is published.
    var isSilent = false
    /// The values that are lost if the process of earlier cells has ended; nil if there were none.
    var loss: LossOfState?
  }

  /// Facts about an execution that are known when it is over.
  struct Outcome: Sendable {
    /// The type of the error that the cell threw.
    var errorType: String?
    /// The text of the cell's value.
    var resultText: String?
    /// Reasons why something was not shown, published as they arrive.
    var told: Set<String> = []
    /// Number of processes that replaced one that had ended.
    var recoveries = 0
  }

  private struct State {
    var execution: Execution?
    var stream = StreamBuffer()
    var progress = ProgressDisplay()
    var outcome = Outcome()
    var hasToldWarnings = false
    /// Beginning of the names of displays, which differs from those of other processes that the notebook may still show.
    var displayPrefix = CellRelay.newPrefix
    /// The values shown in the second at hand, and their bytes.
    var second: (start: ContinuousClock.Instant, values: Int, bytes: Int)?
    /// True if waiting text will be sent soon.
    var isTimed = false
  }

  private let state = Mutex(State())
  private let publish: @Sendable (JupyterMessage) -> Void
  private let ask: @Sendable (Int, String) -> Void
  private let timer = DispatchQueue(label: "outputs")

  /// Time that text waits for more text.
  private static let delay = DispatchTimeInterval.milliseconds(40)
  /// Time that the runtime's last words wait for the error that they belong to.
  private static let delayOfLastWords = DispatchTimeInterval.milliseconds(1_000)
  /// Values that a cell may show per second; a faster cell is slowed down, because front ends keep everything they
  /// receive.
  private static let valuesPerSecond = 500
  /// The waiting time of such a cell.
  private static let pause = 0.002
  /// Bytes of values that a cell may show in a second, for the same reason.
  private static let bytesPerSecond = 32 << 20
  /// Characters of a value's text that the history keeps.
  private static let keptCharacters = 10_000

  /// - Parameters:
  ///   - publish: Sends a message to all front ends.
  ///   - ask: Asks for a line of input, with its number and the question that the cell has printed.
  init(publish: @escaping @Sendable (JupyterMessage) -> Void, ask: @escaping @Sendable (Int, String) -> Void) {
    self.publish = publish
    self.ask = ask
  }

  private static var newPrefix: String { UUID().uuidString.prefix(8).lowercased() }

  // MARK: - Executions

  func begin(_ execution: Execution) {
    state.withLock { state in
      state.execution = execution
      (state.stream, state.progress, state.outcome) = (StreamBuffer(), ProgressDisplay(), Outcome())
      state.hasToldWarnings = false
    }
  }

  /// Publishes waiting text, and ends the execution.
  func end() -> Outcome {
    state.withLock { state in
      flush(&state, isLast: true)
      state.execution = nil
      return state.outcome
    }
  }

  /// The facts about the execution that are known so far.
  var outcome: Outcome { state.withLock { $0.outcome } }

  /// Changes the message if the process of earlier cells turns out to have ended.
  func setLoss(_ loss: LossOfState) { state.withLock { $0.execution?.loss = loss } }

  /// Publishes something of the runner's own that belongs to the execution.
  func send(_ type: String, _ content: JSON.Object) {
    state.withLock { state in
      flush(&state)
      publish(type, content, state)
    }
  }

  /// Publishes a sentence of the runner's own.
  func say(_ text: String) { send("stream", ["name": "stderr", "text": .string(text + "\n")]) }

  // MARK: - Outputs

  func observe(_ output: KernelOutput) {
    let pause = state.withLock { state in
      take(output, &state)
      return output.bytesOfValue.map { count($0, &state) } ?? 0
    }
    // The kernel waits for the reader of its messages.
    if pause > 0 { Thread.sleep(forTimeInterval: pause) }
  }

  /// Receives that a value of some bytes was shown.
  ///
  /// - Returns: The number of seconds that the cell has to wait.
  private func count(_ bytes: Int, _ state: inout State) -> Double {
    let now = ContinuousClock.now
    if state.second.map({ now - $0.start >= .seconds(1) }) ?? true { state.second = (now, 0, 0) }
    state.second?.values += 1
    state.second?.bytes += bytes
    guard let second = state.second else { return 0 }
    let ofBytes = second.bytes > Self.bytesPerSecond ? Double(bytes) / Double(Self.bytesPerSecond) : 0
    return max(ofBytes, second.values > Self.valuesPerSecond ? Self.pause : 0)
  }

  private func take(_ output: KernelOutput, _ state: inout State) {
    switch output {
    case .stream(let stream, let data):
      for piece in state.stream.append(stream, data, at: .now) { send(piece, state) }
      setTimer(&state)
    case .crash(let report):
      if let words = report.words { state.stream.remove(words) }
    case .message(let message): take(message, &state)
    case .ended: break
    }
  }

  private func take(_ message: KernelEvent, _ state: inout State) {
    switch message {
    case .display(let bundle, let id):
      flush(&state)
      publish("display_data", display(bundle, id: id, state), state)
    case .update(let bundle, let id):
      flush(&state)
      publish("update_display_data", display(bundle, id: id, state), state)
    case .result(let bundle):
      flush(&state)
      state.outcome.resultText = bundle.text(.plainText).map { String($0.prefix(Self.keptCharacters)) }
      var content = Self.content(bundle)
      content["execution_count"] = .integer(state.execution?.count ?? 0)
      publish("execute_result", content, state)
    case .progress(let report):
      if let change = state.progress.take(report, at: .now) { send(change, &state) } else { setTimer(&state) }
    case .notShown(let reason):
      flush(&state)
      state.outcome.told.insert(reason)
      publish("stream", ["name": "stderr", "text": .string(reason + "\n")], state)
    case .cleared(let wait):
      flush(&state)
      publish("clear_output", ["wait": .boolean(wait)], state)
      // Bars are gone with the rest, and text may be shown again.
      state.progress = ProgressDisplay()
      state.stream.clear()
    case .inputWanted(let number):
      let question = state.stream.takeQuestion()
      flush(&state)
      ask(number, question)
    case .finished(.threw(let type, _, _, _)): state.outcome.errorType = type
    case .finished, .ready, .began, .inlineValue, .files, .rank: break
    }
  }

  private func display(_ bundle: MIMEBundle, id: String, _ state: State) -> JSON.Object {
    var content = Self.content(bundle)
    // Automatic names are counted again by each process.
    let isCounted = id.hasPrefix("display-") && Int(id.dropFirst(8)) != nil
    content["transient"] = ["display_id": .string(isCounted ? "\(state.displayPrefix)-\(id)" : id)]
    return content
  }

  private static func content(_ bundle: MIMEBundle) -> JSON.Object {
    let bundle = JupyterBundle(bundle.withPlayer) { .string($0) }
    return ["data": .object(bundle.data), "metadata": .object(bundle.metadata)]
  }

  private func send(_ change: ProgressDisplay.Change, _ state: inout State) {
    if change.isNew { flush(&state) }
    let content = display(change.report.bundle, id: change.report.id, state)
    publish(change.isNew ? "display_data" : "update_display_data", content, state)
  }

  private func send(_ piece: StreamBuffer.Piece, _ state: State) {
    publish("stream", ["name": .string(piece.stream.rawValue), "text": .string(piece.text)], state)
  }

  /// Sent under the lock, so that messages keep their order.
  private func publish(_ type: String, _ content: JSON.Object, _ state: State) {
    guard let execution = state.execution, !execution.isSilent else { return }
    publish(.published(type, content, parent: execution.parent))
  }

  private func flush(_ state: inout State, isLast: Bool = false) {
    for piece in state.stream.take(isLast: isLast) { send(piece, state) }
    for change in state.progress.waiting(at: .now) { send(change, &state) }
  }

  private func setTimer(_ state: inout State) {
    guard !state.isTimed else { return }
    state.isTimed = true
    timer.asyncAfter(deadline: .now() + Self.delay) { [self] in onTimer(isPatient: true) }
  }

  private func onTimer(isPatient: Bool) {
    state.withLock { state in
      if isPatient, state.stream.mayBeLastWords {
        timer.asyncAfter(deadline: .now() + Self.delayOfLastWords) { [self] in onTimer(isPatient: false) }
        return
      }
      state.isTimed = false
      flush(&state)
      // The rest of a character, or a bar that moved just now.
      if state.progress.isWaiting { setTimer(&state) }
    }
  }

  // MARK: - Events

  func observe(_ event: SessionEvent, report: Report) {
    switch event {
    case .outputsChanged(let cell): tellWarnings(report.records[cell].outputs)
    case .recovered(let recovery):
      state.withLock { state in
        state.displayPrefix = Self.newPrefix
        state.outcome.recoveries += 1
        guard let loss = state.execution?.loss else { return }
        publish("stream", ["name": "stderr", "text": .string(loss.sentence(cause: recovery.cause) + "\n")], state)
      }
    default: break
    }
  }

  /// Publishes the compiler's remarks, once.
  private func tellWarnings(_ outputs: [CellOutput]) {
    state.withLock { state in
      guard !state.hasToldWarnings, let execution = state.execution else { return }
      state.hasToldWarnings = true
      for case .warning(let text) in outputs {
        let placed = CellError.placed(text, file: CellRunner.fileName, cell: execution.count)
        publish("stream", ["name": "stderr", "text": .string(placed)], state)
      }
    }
  }
}

extension KernelOutput {
  /// The size of a shown value, 0 for a removed one; nil for any other output.
  fileprivate var bytesOfValue: Int? {
    switch self {
    case .message(.display(let bundle, _)), .message(.update(let bundle, _)):
      bundle.representations.values.reduce(0) { $0 + $1.count }
    case .message(.cleared): 0
    default: nil
    }
  }
}

extension MIMEBundle {
  /// The bundle with HTML for a sound, which front ends do not show otherwise.
  fileprivate var withPlayer: MIMEBundle {
    guard self[.html] == nil, let type = typesRichestFirst.first(where: { MIMEType.anyAudio.includes($0) }),
      let bytes = self[type]
    else { return self }
    let label = metadata.alternativeText.map { " aria-label=\"\($0.escapedForHTML)\"" } ?? ""
    let source = "data:\(type.rawValue.escapedForHTML);base64,\(bytes.base64EncodedString())"
    return adding("<audio controls\(label) src=\"\(source)\"></audio>", as: .html)
  }
}
