import Files
import Foundation
import NotebookKit
import Testing

/// Which words of a dying kernel name the failure.
@Suite("Descriptions of failures")
struct FailureDescriptionTests {
  private func failure(
    _ crash: CrashReport, printed text: String, symbolizing answer: String? = nil
  ) throws -> (CellFailure?, [CellOutput]) {
    let notebook = try NotebookParser.parse(source: Data("Prose.\n".utf8), file: URL(filePath: "note.md"))
    var recorder = CellRecorder(overflowFile: URL(filePath: "/proc/none"))
    recorder.append(.stderr, Data(text.utf8))
    let description = FailureDescription(tracer: Tracer(notebook: notebook) { _ in answer })
    let failure = description.failure(of: .died(.signalled(crash.signal), crash, nil), recorder: &recorder)
    return (failure, recorder.outputs())
  }

  @Test("The runtime's words move from standard error into the failure, and a program's own stay")
  func wordsOfTheRuntime() throws {
    let words = "Cell_1/note.md:3: Fatal error: end"
    let (failure, outputs) = try failure(
      CrashReport(signal: 4, words: words), printed: "\(words)\nFatal error: mine\n\(words)\nafter\n")
    #expect(failure?.kind == .trap)
    #expect(failure?.summary == "Fatal error: end")
    #expect(outputs == [.stream(.stderr, "\(words)\nFatal error: mine\nafter\n")])
  }

  @Test("The runtime's words name a line of the notebook instead of the module's")
  func wordsAreMoved() throws {
    let text = "Prose.\n\n```swift\nfatalError()\n```\n\n```swift\nfatalError()\n```\n"
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: URL(filePath: "/a/note.md"))
    var tracer = Tracer(notebook: notebook) { _ in nil }
    for (unit, cell) in notebook.cells.enumerated() {
      let module = CompiledModule(
        name: "Cell_\(unit + 1)", library: URL(filePath: "/none"),
        interface: ModuleInterface(module: "", file: URL(filePath: "/none"), hash: ContentHash(parts: [])),
        key: ContentHash(parts: []))
      tracer.note(module, of: RunStep(.cell(cell), unit: unit, module: module.name))
    }
    let words =
      "Cell_1/note.md:2: Fatal error: at Cell_2/note.md:3: and note.md:2: and Cell_3/note.md:2: and XCell_1/note.md:2"
    let moved =
      "Cell_1/note.md:4: Fatal error: at Cell_2/note.md:9: and note.md:2: and Cell_3/note.md:2: and XCell_1/note.md:2"
    #expect(tracer.placed(.stream(.stderr, Data(words.utf8))) == .stream(.stderr, Data(moved.utf8)))
    #expect(tracer.placed(.stream(.stdout, Data(words.utf8))) == .stream(.stdout, Data(words.utf8)))
    #expect(tracer.placed(.crash(CrashReport(words: words))) == .crash(CrashReport(words: moved)))
  }

  @Test("A program's own line with the words of a trap names no failure")
  func wordsOfAProgram() throws {
    let (failure, outputs) = try failure(CrashReport(signal: 11), printed: "Fatal error: mine\n")
    #expect(failure?.kind == .signal)
    #expect(failure?.summary == "The kernel was ended by SIGSEGV (bad memory access).")
    #expect(outputs == [.stream(.stderr, "Fatal error: mine\n")])
  }

  @Test("Of words on several lines the first is the summary, the rest details")
  func wordsOnSeveralLines() throws {
    let report = CrashReport("signal 4\noverflow 0\nwords Cell_1/n.md:3: Fatal error: a\nwords b c\nplace 1 20")
    #expect(report.words == "Cell_1/n.md:3: Fatal error: a\nb c")
    #expect(report.trace.count == 1)
    let (failure, _) = try failure(report, printed: "")
    #expect(failure?.summary == "Fatal error: a")
    #expect(failure?.details == "b c")
  }

  @Test("A trap without a message in the library gives its reason and its location")
  func trapInTheLibrary() throws {
    let report = CrashReport("signal 4\noverflow 0\nplace 1 20\nprogram /a b/etude-kernel\nown 17\nown 30")
    #expect(report.program == "/a b/etude-kernel" && report.libraryTrace == [17, 30])
    let answer = """
      Swift runtime failure: Index out of range
      /<compiler-generated>:0
      $s5Verbs8FileListV
      /src/Verbs/FileList.swift:22
      $sx
      /src/Verbs/Other.swift:1
      """
    let (failure, _) = try failure(report, printed: "", symbolizing: answer)
    #expect(failure?.summary == "Fatal error: Index out of range (in the library, FileList.swift:22)")
  }

  @Test("A trap without any information gives the usual causes")
  func unknownTrap() throws {
    let (failure, _) = try failure(CrashReport(signal: 4), printed: "")
    #expect(
      failure?.summary
        == "The code trapped without a message. An index out of range, an overflow, a `!` of nil and a failed "
        + "precondition trap this way in optimised code. Check the values on this line.")
  }
}
