import Files
import Foundation
import NotebookKit

/// A kernel as Jupyter's front ends see it: it receives their requests and answers each.
///
/// Cells run one after another in a separate process. Everything else is answered at once, also while a cell runs.
package actor JupyterKernel {
  private let wire: JupyterWire
  private let runner: CellRunner
  private let relay: CellRelay
  private let information: KernelInformation
  private let assistant: SourceKitAssistant
  private let history: InputHistory
  private let log: @Sendable (String) -> Void
  private let questions: InputQuestions

  /// Requests to execute that have not begun.
  private var queue: [JupyterMessage] = []
  private var worker: Task<Void, Never>?
  /// The request that is executed.
  private var running: JupyterMessage?
  private var count = 0
  /// True once completion was prepared.
  private var isWarm = false
  private var hasEnded = false
  private let end: AsyncStream<Void>
  private let endContinuation: AsyncStream<Void>.Continuation

  /// - Parameters:
  ///   - folder: The folder in which cells run.
  ///   - log: Receives sentences for the log of the parent process.
  /// - Throws: ``JupyterError``, `NotebookErrors`.
  package init(
    _ connection: ConnectionFile, installation: Installation, folder: URL, options: RunOptions = RunOptions(),
    log: @escaping @Sendable (String) -> Void
  ) throws {
    let wire = try JupyterWire(connection, log: log)
    let questions = InputQuestions { message in wire.send(message, on: .stdin) }
    relay = CellRelay(publish: { wire.send($0, on: .iopub) }, ask: { questions.ask($0, prompt: $1) })
    let runner = try CellRunner(installation, folder: folder, options: options, relay: relay)
    assistant = SourceKitAssistant(toolchain: installation.toolchain) { await runner.surroundings(of: $0) }
    information = KernelInformation(compiler: installation.compilerVersion)
    history = InputHistory(environment: installation.environment)
    (self.wire, self.runner, self.questions, self.log) = (wire, runner, questions, log)
    (end, endContinuation) = AsyncStream.makeStream(of: Void.self)
  }

  // MARK: - Life

  /// Answers requests until a front end or ``shutDown()`` ends the kernel.
  package func run() async {
    let (messages, continuation) = AsyncStream.makeStream(of: (JupyterWire.Channel, JupyterMessage).self)
    wire.start { channel, message in continuation.yield((channel, message)) }
    publish("status", ["execution_state": "starting"], parent: JSON.Object())
    let reader = Task {
      for await (channel, message) in messages { await take(message, on: channel) }
    }
    // The first cell finds its process started; if the start fails, the cell says why.
    Task { try? await runner.start() }
    for await _ in end {}
    hasEnded = true
    queue = []
    continuation.finish()
    reader.cancel()
    runner.interruptAtOnce()
    await runner.end()
    await assistant.end()
    history.finish()
    wire.close()
  }

  /// Ends the kernel.
  package nonisolated func shutDown() { endContinuation.finish() }

  /// Asks the running cell to stop.
  package nonisolated func interrupt() { Task { await interruptCell() } }

  private func interruptCell() {
    questions.drop()
    runner.interrupt()
  }

  // MARK: - Requests

  private func take(_ message: JupyterMessage, on channel: JupyterWire.Channel) async {
    guard !hasEnded else { return }
    warmUp(for: message)
    switch (channel, message.type) {
    case (.stdin, "input_reply"): await takeInput(message)
    case (.stdin, _), (.iopub, _): log("A message of type \(message.type) does not belong on \(channel.rawValue).")
    case (.shell, "execute_request"):
      queue.append(message)
      work()
    case (_, "interrupt_request"):
      around(message) {
        interruptCell()
        wire.send(message.reply("interrupt_reply", ["status": "ok"]), on: channel)
      }
    case (_, "shutdown_request"): shutDown(message, on: channel)
    case (_, "kernel_info_request"):
      around(message) { wire.send(message.reply("kernel_info_reply", information.content), on: channel) }
    case (_, "comm_info_request"):
      around(message) {
        wire.send(message.reply("comm_info_reply", ["status": "ok", "comms": [:]]), on: channel)
      }
    case (_, "comm_open"): around(message) { closeComm(message) }
    case (_, "comm_msg"), (_, "comm_close"): around(message) {}
    case (_, "history_request"):
      answer(message, on: channel, "history_reply") { [history] in HistoryQuery(message.content).content(from: history)
      }
    case (_, "is_complete_request"):
      answer(message, on: channel, "is_complete_reply") { [assistant] in
        await CompletenessReply(code: message.content["code"]?.string ?? "", assistant).content
      }
    case (_, "complete_request"):
      answer(message, on: channel, "complete_reply") { [assistant] in
        await CodeQuery(message.content).completions(by: assistant)
      }
    case (_, "inspect_request"):
      answer(message, on: channel, "inspect_reply") { [assistant] in
        await CodeQuery(message.content).inspection(by: assistant)
      }
    default:
      log("A message of the unknown type \(message.type) is ignored.")
      around(message) {}
    }
  }

  /// Prepares completion when a user starts to type: programs that only run notebooks send no such requests.
  private func warmUp(for message: JupyterMessage) {
    guard !isWarm, Self.signsOfTyping.contains(message.type) else { return }
    isWarm = true
    Task { await assistant.warmUp() }
  }

  private static let signsOfTyping: Set = [
    "comm_info_request", "history_request", "is_complete_request", "complete_request", "inspect_request",
  ]

  /// Answers a request while the cell runs.
  private func answer(
    _ request: JupyterMessage, on channel: JupyterWire.Channel, _ type: String,
    _ content: @escaping @Sendable () async -> JSON.Object
  ) {
    publishStatus("busy", parent: request.header)
    Task {
      let reply = await content()
      wire.send(request.reply(type, reply), on: channel)
      finish(request)
    }
  }

  private func around(_ request: JupyterMessage, _ body: () -> Void) {
    publishStatus("busy", parent: request.header)
    body()
    finish(request)
  }

  /// Says that a request was answered. Front ends interpret that as the end of all work, so a running cell is announced
  /// again.
  private func finish(_ request: JupyterMessage) {
    publishStatus("idle", parent: request.header)
    if let running { publishStatus("busy", parent: running.header) }
  }

  private func publishStatus(_ state: String, parent: JSON.Object) {
    publish("status", ["execution_state": .string(state)], parent: parent)
  }

  private func publish(_ type: String, _ content: JSON.Object, parent: JSON.Object) {
    wire.send(.published(type, content, parent: parent), on: .iopub)
  }

  /// No target of a front end is known here.
  private func closeComm(_ message: JupyterMessage) {
    guard let id = message.content["comm_id"]?.string else { return }
    publish("comm_close", ["comm_id": .string(id), "data": [:]], parent: message.header)
  }

  private func shutDown(_ message: JupyterMessage, on channel: JupyterWire.Channel) {
    let content: JSON.Object = ["status": "ok", "restart": message.content["restart"] ?? .boolean(false)]
    around(message) {
      wire.send(message.reply("shutdown_reply", content), on: channel)
      publish("shutdown_reply", content, parent: message.header)
    }
    hasEnded = true
    shutDown()
  }

  private func takeInput(_ message: JupyterMessage) async {
    guard let number = questions.answered(by: message) else {
      return log("A reply without a request was ignored.")
    }
    let line = message.content["value"]?.string
    // The console's way of saying that there is no more input.
    await runner.answer(line == "\u{4}" ? nil : line, to: number)
  }

  // MARK: - Executing

  private func work() {
    guard worker == nil, !hasEnded else { return }
    worker = Task {
      while !queue.isEmpty, !hasEnded {
        let request = queue.removeFirst()
        running = request
        await execute(request)
        running = nil
        publishStatus("idle", parent: request.header)
      }
      worker = nil
    }
  }

  private func execute(_ message: JupyterMessage) async {
    runner.begin()
    publishStatus("busy", parent: message.header)
    guard let request = ExecuteRequest(message.content) else {
      let error = CellError(name: "MalformedRequest", value: "The request has no code.")
      return reply(to: message, "error", error.content)
    }
    let isCounted = request.storesHistory && !request.code.allSatisfy(\.isWhitespace)
    if isCounted { count += 1 }
    let number = max(1, count + (isCounted ? 0 : 1))
    if !request.isSilent {
      publish(
        "execute_input", ["code": .string(request.code), "execution_count": .integer(number)], parent: message.header)
    }
    if isCounted { history.add(request.code, line: number) }
    questions.begin(message)
    let end = await runner.run(
      CellRunner.Request(
        code: request.code, parent: message.header, count: number, isSilent: request.isSilent,
        allowsInput: request.allowsInput, expressions: request.expressions))
    questions.drop()
    switch end {
    case .succeeded(let values, let result):
      if let result, isCounted { history.note(result, line: number) }
      reply(to: message, "ok", ["user_expressions": .object(values), "payload": .array([])])
    case .failed(let error, let isAllowed):
      if isAllowed {
        reply(to: message, "ok", ["user_expressions": [:], "payload": .array([])])
      } else {
        let stops = request.stopsOnError && !request.isSilent
        // Requests sent together with a cell that failed immediately may not have arrived yet.
        if stops { try? await Task.sleep(for: .milliseconds(5)) }
        reply(to: message, "error", error.content)
        if stops { abort(messagesOf: message.session) }
      }
    }
  }

  private func reply(to message: JupyterMessage, _ status: String, _ content: JSON.Object) {
    var reply: JSON.Object = ["status": .string(status), "execution_count": .integer(count)]
    reply.fill(from: content)
    wire.send(message.reply("execute_reply", reply), on: .shell)
  }

  /// Answers the queued requests after a failed cell, without running them.
  private func abort(messagesOf session: String) {
    let aborted = queue.filter { $0.session == session }
    queue.removeAll { $0.session == session }
    for message in aborted {
      publishStatus("busy", parent: message.header)
      // Without a number: a front end would show it as that of an executed cell.
      wire.send(message.reply("execute_reply", ["status": "aborted"]), on: .shell)
      publishStatus("idle", parent: message.header)
    }
  }
}
