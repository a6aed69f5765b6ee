import Display
import Synchronization
import Testing

@Suite("The runtime of cells", .serialized)
struct CellRuntimeTests {
  /// The runtime's output; a mark distinguishes results from inline values.
  private final class Shown: Sendable {
    let bundles = Mutex<[MIMEBundle]>([])
    init(canRunTasks: Bool = true) {
      CellRuntime.connect(
        result: { bundle in self.bundles.withLock { $0.append(bundle) } },
        inlineValue: { bundle in self.bundles.withLock { $0.append(bundle.adding("inline", as: .html)) } },
        canRunTasks: { canRunTasks })
    }
  }

  @Test("A result is shown unless it is empty")
  func resultsAreShown() throws {
    let shown = Shown()
    try CellRuntime.result { 5 }
    try CellRuntime.result {}
    #expect(shown.bundles.withLock { $0 } == [MIMEBundle(plainText: "5")])
  }

  @Test("An inline value is shown in its place")
  func inlineValuesAreShown() throws {
    let shown = Shown()
    try CellRuntime.inlineValue { "text" }
    #expect(shown.bundles.withLock { $0 } == [MIMEBundle(plainText: "text").adding("inline", as: .html)])
  }

  @Test("Waiting returns the value of a task")
  func waitingGivesTheValue() throws {
    let shown = Shown()
    let value = try CellRuntime.wait {
      try await Task.sleep(for: .milliseconds(1))
      return 9
    }
    #expect(value == 9)
    #expect(shown.bundles.withLock { $0 }.isEmpty)
  }

  @Test("Waiting throws the error of a task")
  func waitingThrowsTheError() {
    let shown = Shown()
    #expect(throws: CancellationError.self) { try CellRuntime.wait { throw CancellationError() } }
    #expect(shown.bundles.withLock { $0 }.isEmpty)
  }

  @Test("Waiting is refused where tasks cannot run")
  func waitingIsRefused() {
    let shown = Shown(canRunTasks: false)
    #expect(throws: TasksUnavailable.self) { try CellRuntime.wait { 1 } }
    #expect(shown.bundles.withLock { $0 }.isEmpty)
  }

  @Test("A parameter has the value that was passed last, in the type that its constant has")
  func parameters() {
    CellRuntime.setParameters([
      "small": "\(Int.min)", "flag": "true", "rate": "-0.0", "least": "5e-324", "none": "\"nan\"", "low": "\"-inf\"",
      "text": #""a\"\\\n\u0000👩🏽‍🎤""#, "words": #"["x,y",""]"#, "rates": "[1,2.5]", "nothing": "[]",
    ])
    #expect(CellRuntime.parameter("small") == Int.min)
    #expect(CellRuntime.parameter("flag") == true)
    let rate: Double = CellRuntime.parameter("rate")
    #expect(rate == 0 && rate.sign == .minus)
    #expect(CellRuntime.parameter("least") == Double.leastNonzeroMagnitude)
    #expect((CellRuntime.parameter("none") as Double).isNaN)
    #expect(CellRuntime.parameter("low") == -Double.infinity)
    #expect(CellRuntime.parameter("text") == "a\"\\\n\0👩🏽‍🎤")
    #expect(CellRuntime.parameter("words") == ["x,y", ""])
    #expect(CellRuntime.parameter("rates") == [1, 2.5])
    #expect(CellRuntime.parameter("nothing") == [String]())
    CellRuntime.setParameters(["small": "2"])
    #expect(CellRuntime.parameter("small") == 2)
  }
}
