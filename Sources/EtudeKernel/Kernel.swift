import CKernel
import Display
import Files
import Foundation
import KernelProtocol
import Synchronization

/// Loads units and runs them, one after another, until the runner hangs up.
final class Kernel: Sendable {
  private let connection: PacketConnection
  /// Nil for a kernel that is not one of several ranks.
  private let rank: RankObserver?
  /// The number of runs of each unit's code.
  private let runs = Mutex<[String: UInt64]>([:])

  /// Stacks of cells are address space, not memory, until they are used.
  private static let cellStackSize = 256 << 20

  init(connection: PacketConnection) {
    self.connection = connection
    rank = RankObserver(connection)
    ckernel_start(connection.descriptor)
    ckernel_on_interrupt { Interruption.request(true) }
    StandardInput.shared.connect { number in connection.send(KernelEvent.inputWanted(number: number)) }
    Self.route(to: connection)
  }

  /// Sends displays of cells through `connection`.
  private static func route(to connection: PacketConnection) {
    DisplayChannel.connect { event in
      ckernel_flush()
      switch event {
      case .display(let bundle, let id): send(.display(bundle, id: id), bundle, over: connection)
      case .update(let bundle, let id): send(.update(bundle, id: id), bundle, over: connection)
      case .progress(let report): connection.send(KernelEvent.progress(report))
      case .clear(let wait): connection.send(KernelEvent.cleared(wait: wait))
      }
    }
    CellRuntime.connect(
      result: { bundle in
        ckernel_flush()
        send(.result(bundle), bundle, over: connection)
      },
      inlineValue: { bundle in send(.inlineValue(bundle), bundle, over: connection) },
      canRunTasks: { ckernel_is_fork() == 0 })
  }

  /// Maximum size of a value in a report, in bytes.
  private static let largestValue = 128 << 20

  /// Sends the event of a value, or says why it cannot be sent.
  private static func send(_ event: KernelEvent, _ bundle: MIMEBundle, over connection: PacketConnection) {
    let size = bundle.representations.values.reduce(0) { $0 + $1.count }
    guard size <= largestValue else {
      let reason = "A value of \(size) bytes is not shown. A report takes up to \(largestValue) bytes of each value."
      connection.send(KernelEvent.notShown(reason: reason))
      return
    }
    do {
      try connection.sendOrThrow(event)
    } catch EncodingError.invalidValue(_, let context) {
      let reason = "A value could not be sent to the report. \(context.debugDescription)"
      connection.send(KernelEvent.notShown(reason: reason))
    } catch {
      connection.send(KernelEvent.notShown(reason: "A value could not be sent to the report: \(error)"))
    }
  }

  /// Receives requests until the connection closes, then ends the process. Units run on a separate thread, so answers
  /// reach a waiting unit.
  func serve() {
    let units = UnitQueue()
    Thread.detachNewThread { [self] in
      while true { perform(units.next()) }
    }
    connection.send(KernelEvent.ready)
    while let packet = connection.receive() {
      guard case .message(let data) = packet, let request = try? JSONDecoder().decode(KernelRequest.self, from: data)
      else { continue }
      switch request {
      case .execute(let unit): units.add(unit)
      case .input(let line, let number): StandardInput.shared.answer(line, to: number)
      case .finish:
        CellRuntime.end()
        _exit(0)
      }
    }
    _exit(0)
  }

  private func perform(_ unit: KernelUnit) {
    Interruption.request(false)
    connection.send(KernelEvent.began)
    // A copy of the process has no thread that receives answers.
    StandardInput.shared.begin(takesInput: unit.takesInput && !unit.inCopy)
    let outcome = unit.inCopy ? executeInCopy(unit) : execute(unit)
    StandardInput.shared.begin(takesInput: false)
    // A cell may have closed the connection. The other thread still waits there, and receives nothing more from this
    // process.
    if let outcome, !connection.send(KernelEvent.finished(outcome)) { _exit(0) }
  }

  /// Ends the kernel and its children if the runner is gone, even while a cell runs, as a fallback for the guard
  /// process.
  func endWithRunner() {
    var runner = pollfd(fd: connection.descriptor, events: Int16(POLLHUP), revents: 0)
    while poll(&runner, 1, -1) < 0, errno == EINTR {}
    sleep(2)
    if let mark = RunMark.ofThisProcess { mark.endProcesses() }
    kill(0, SIGKILL)
  }

  private func execute(_ unit: KernelUnit) -> KernelOutcome {
    typealias Entry = @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32
    guard let library = dlopen(unit.library, RTLD_NOW | RTLD_GLOBAL), let symbol = dlsym(library, unit.entry) else {
      return .notLoaded(reason: dlerror().map { String(cString: $0) } ?? "unknown")
    }
    ckernel_register_cell(Int32(unit.index), symbol)
    ckernel_replace_conformances(symbol)
    guard unit.runs else { return .returned }
    // Each cell has its own stream, whatever others draw.
    ckernel_begin_random(
      unit.entry,
      runs.withLock { runs in
        defer { runs[unit.entry, default: 0] += 1 }
        return runs[unit.entry, default: 0]
      })
    CellRuntime.setParameters(unit.parameters)
    FigureSettings.current = unit.figures
    ckernel_note_files(1)
    defer {
      reopenStreams()
      sendFiles()
      rank?.sendState()
    }
    switch ckernel_run_cell(unsafeBitCast(symbol, to: Entry.self), Self.cellStackSize) {
    case ckernel_threw: return thrownOutcome()
    case ckernel_exited: return .exited(status: Int(ckernel_exit_status()))
    case ckernel_interrupted:
      return .threw(
        type: "\(Interrupted.self)", description: Interrupted().description, interrupted: true, trace: throwTrace)
    default:
      rank?.note(unit.generators)
      return .returned
    }
  }

  /// Connects the standard streams that the unit has closed, and says so.
  ///
  /// Ends the process if the unit has closed their other ends as well: nothing that cells print would be shown.
  private func reopenStreams() {
    let reopened = ckernel_reopen_streams()
    guard reopened >= 0 else { _exit(0) }
    let closed = ["standard input", "standard output", "standard error"].enumerated()
      .filter { reopened & 1 << Int32($0.offset) != 0 }.map(\.element)
    guard !closed.isEmpty else { return }
    let loss = closed == ["standard input"] ? "" : " Later output to it was not shown."
    connection.send(
      KernelEvent.notShown(
        reason: "The cell closed \(closed.joined(separator: " and ")).\(loss) It is open again for later cells."))
  }

  /// Tells which files the unit used.
  private func sendFiles() {
    ckernel_note_files(0)
    var noted: UnsafePointer<ckernel_file>?
    var isComplete: Int32 = 1
    var hasProcesses: Int32 = 0
    let count = ckernel_noted_files(&noted, &isComplete, &hasProcesses)
    var use = FileUse(isComplete: isComplete != 0, hasProcesses: hasProcesses != 0)
    for file in UnsafeBufferPointer(start: noted, count: count) {
      let path = String(cString: file.path)
      if file.use.rawValue & ckernel_file_read.rawValue != 0 {
        use.read.append(path)
        use.stamps[path] = FileStamp(file)
      }
      if file.use.rawValue & ckernel_file_written.rawValue != 0 { use.written.append(path) }
    }
    if !use.isEmpty { connection.send(KernelEvent.files(use)) }
  }

  /// The exit status of a copy that has told the outcome itself.
  private static let toldItself: Int32 = 111

  /// Runs the unit in a forked copy, so this process keeps its state.
  ///
  /// - Returns: The end of the copy; nil if it reported that itself.
  private func executeInCopy(_ unit: KernelUnit) -> KernelOutcome? {
    let child = ckernel_fork()
    if child == 0 {
      if let seconds = unit.secondsInCopy { alarm(UInt32(seconds)) }
      // The lock of the kernel's connection may have been held by another thread.
      let connection = PacketConnection(descriptor: connection.descriptor)
      Self.route(to: connection)
      let outcome = execute(unit)
      connection.send(KernelEvent.finished(outcome))
      _exit(Self.toldItself)
    }
    guard child > 0 else { return .notLoaded(reason: "fork: \(SystemReason.ofLastCall)") }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    let exitStatus = (status >> 8) & 0xff
    if signal != 0 { return .copyDied(signal: Int(signal)) }
    return exitStatus == Self.toldItself ? nil : .exited(status: Int(exitStatus))
  }

  private func thrownOutcome() -> KernelOutcome {
    guard let pointer = ckernel_last_error() else { return .returned }
    // A Swift error is a pointer to its box; the runtime passed the reference.
    let error = unsafeBitCast(pointer, to: (any Error).self)
    let text = MIMEBundle(showing: error).text(.plainText) ?? String(describing: error)
    return .threw(
      type: String(describing: type(of: error)), description: text, interrupted: error is Interrupted,
      trace: throwTrace)
  }

  /// The frames in cells up to the failure, innermost first.
  private var throwTrace: [CodePlace] {
    var places = [ckernel_place](repeating: ckernel_place(), count: 64)
    let count = ckernel_throw_trace(&places, places.count)
    return places.prefix(count).map { CodePlace(unit: Int($0.cell), offset: $0.offset) }
  }
}

extension FileStamp {
  /// The stamp from when a file was read; nil if there is none.
  fileprivate init?(_ file: ckernel_file) {
    switch file.stamp {
    case ckernel_stamp_missing: self = .missing
    case ckernel_stamp_unreadable: self = .unreadable
    case ckernel_stamp_file:
      self = .file(inode: file.inode, size: file.size, seconds: file.seconds, nanoseconds: file.nanoseconds)
    default: return nil
    }
  }
}
