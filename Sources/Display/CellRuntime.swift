import Files
import Foundation
import Synchronization

/// The functions that the generated code around a cell calls. Cells themselves do not need it.
public enum CellRuntime {
  private struct Hooks {
    var result: @Sendable (MIMEBundle) -> Void = { bundle in bundle.text(.plainText).map { print($0) } }
    var inlineValue: @Sendable (MIMEBundle) -> Void = { _ in }
    var canRunTasks: @Sendable () -> Bool = { true }
  }

  private static let hooks = Mutex(Hooks())
  /// The values of parameters as JSON, by name.
  private static let parameters = Mutex<[String: String]>([:])

  /// Shows the value of a cell's last expression; nothing if that is `Void` or the handle of a value just shown.
  ///
  /// - Throws: The error that `body` throws.
  public static func result<Value>(_ body: () throws -> Value) throws {
    let value = try body()
    if value is Void || value is DisplayHandle { return }
    hooks.withLock { $0.result }(MIMEBundle(showing: value))
  }

  /// Passes on the value of one expression in prose.
  ///
  /// - Throws: The error that `body` throws.
  public static func inlineValue<Value>(_ body: () throws -> Value) throws {
    let value = try body()
    hooks.withLock { $0.inlineValue }(MIMEBundle(showing: value))
  }

  /// Evaluates statements that end in a value.
  ///
  /// - Throws: The error that `body` throws.
  public static func evaluate<Value>(_ body: () throws -> Value) throws -> Value { try body() }

  /// The value of a parameter of the notebook.
  ///
  /// Code asks for it when it runs, so another value needs no compilation:
  ///
  /// ```swift
  /// let hop: Int = CellRuntime.parameter("hop")
  /// ```
  public static func parameter<Value: Decodable>(_ name: String) -> Value {
    guard let text = parameters.withLock({ $0[name] }) else {
      fatalError("There is no parameter \(name). Use the constant of that name.")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do { return try decoder.decode(Value.self, from: Data(text.utf8)) } catch {
      fatalError("The parameter \(name) has the value \(text), which is not of type \(Value.self).")
    }
  }

  /// Sets the values of parameters as JSON, by name, instead of all earlier ones. Numbers that JSON lacks are the
  /// texts `inf`, `-inf` and `nan`.
  package static func setParameters(_ values: [String: String]) { parameters.withLock { $0 = values } }

  /// Blocks the cell's thread, which belongs to no pool, until an asynchronous piece of work has ended.
  ///
  /// - Throws: The error that `body` throws; ``TasksUnavailable`` in a cell that is expected to trap.
  @discardableResult
  public static func wait<Value>(_ body: @escaping () async throws -> Value) throws -> Value {
    guard hooks.withLock({ $0.canRunTasks })() else { throw TasksUnavailable() }
    let slot = Slot<Value>(body)
    Task.detached { await slot.run() }
    return try slot.outcome()
  }

  // MARK: - The end of a run

  private static let lastActions = Mutex<[@Sendable () -> Void]>([])

  /// Registers work for the end of a successful run, such as MPI's farewell to the other processes.
  ///
  /// The work is skipped if a cell failed or the kernel crashed.
  package static func atEnd(_ action: @escaping @Sendable () -> Void) { lastActions.withLock { $0.append(action) } }

  /// Runs the work registered with ``atEnd(_:)``, last first; the kernel calls it once.
  package static func end() {
    let actions = lastActions.withLock { actions in
      defer { actions = [] }
      return actions
    }
    for action in actions.reversed() { action() }
  }

  /// Installs the hooks; the kernel does this once.
  package static func connect(
    result: @escaping @Sendable (MIMEBundle) -> Void, inlineValue: @escaping @Sendable (MIMEBundle) -> Void,
    canRunTasks: @escaping @Sendable () -> Bool
  ) {
    hooks.withLock { $0 = Hooks(result: result, inlineValue: inlineValue, canRunTasks: canRunTasks) }
  }
}

/// Carries one piece of work to a task and its outcome back.
///
/// `@unchecked Sendable`: only the task touches the work, the outcome by the waiting thread only after the semaphore,
/// which the task signals last.
private final class Slot<Value>: @unchecked Sendable {
  private let work: () async throws -> Value
  private var result: Result<Value, any Error> = .failure(TasksUnavailable())
  private let done = DispatchSemaphore(value: 0)

  init(_ work: @escaping () async throws -> Value) { self.work = work }

  func run() async {
    do { result = .success(try await work()) } catch { result = .failure(error) }
    done.signal()
  }

  func outcome() throws -> Value {
    done.wait()
    return try result.get()
  }
}

/// The error of a cell that awaits although it runs in a forked copy of the kernel, where no thread serves tasks.
public struct TasksUnavailable: UserFacingError {
  /// The message in the report.
  public var description: String {
    "A cell with `expect: trap` cannot await: it runs in a copy of the kernel that has no task threads."
  }
}
