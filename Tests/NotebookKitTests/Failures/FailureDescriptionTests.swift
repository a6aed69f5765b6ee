import Foundation
import NotebookKit
import Testing

/// Which words of a dying kernel name the failure.
@Suite("Descriptions of failures")
struct FailureDescriptionTests {
  private func failure(_ crash: CrashReport, printed text: String) throws -> (CellFailure?, [CellOutput]) {
    let notebook = try NotebookParser.parse(source: Data("Prose.\n".utf8), file: URL(filePath: "note.md"))
    var recorder = CellRecorder(overflowFile: URL(filePath: "/proc/none"))
    recorder.append(.stderr, Data(text.utf8))
    let description = FailureDescription(tracer: Tracer(notebook: notebook) { _ in nil })
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
}
