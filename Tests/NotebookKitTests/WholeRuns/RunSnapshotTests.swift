import TestSupport
import Foundation
import Testing

/// The exact terminal output for each notebook of `Tests/Fixtures/notebooks`.
///
/// `ETUDE_RECORD=1` writes the texts again; read the difference before it is committed.
@Suite("Terminal texts of whole runs")
struct RunSnapshotTests {
  /// A run of one notebook: `etude run NAME.md` with more arguments.
  struct Case: CustomTestStringConvertible {
    var name: String
    var arguments: [String] = []
    var status: Int32 = 1
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "compile-error"), Case(name: "throws"), Case(name: "trap-index"), Case(name: "trap-nil"),
    Case(name: "trap-overflow"), Case(name: "trap-fatal-error"), Case(name: "stack-overflow"), Case(name: "loops"),
    Case(name: "allocates", arguments: ["--memory-limit", "512M"]), Case(name: "exits"), Case(name: "kills-itself"),
    Case(name: "closes-stdout", status: 0), Case(name: "floods", status: 0), Case(name: "invalid-utf8", status: 0),
    Case(name: "leaves-thread", status: 0), Case(name: "leaves-child", status: 0),
    Case(name: "expectations", status: 0), Case(name: "expectation-missing"), Case(name: "expectation-other"),
    Case(name: "error-option", status: 0), Case(name: "keeps-going", arguments: ["--keep-going"]),
    Case(name: "goes-on", arguments: ["--keep-going"]),
    Case(name: "unknown-option", status: 2), Case(name: "inline-value-fails"),
    Case(name: "parameters", arguments: ["-P", "epochs=7", "-P", "rates=0.5,1"], status: 0),
    Case(name: "parameters", arguments: ["-P", "epochs=many", "-P", "epoch=1"], status: 2),
    Case(name: "unterminated-fence", status: 2), Case(name: "broken-yaml", status: 2),
    Case(name: "not-utf8", status: 2), Case(name: "crlf-and-bom", status: 0), Case(name: "simply-works", status: 0),
    Case(name: "missing", status: 2), Case(name: "audio-problems"),
  ]

  @Test("A notebook's run has its text in the terminal and its status", arguments: cases)
  func terminalText(_ example: Case) throws {
    let etude = EtudeProcess()
    defer { try? FileManager.default.removeItem(at: etude.output) }
    let result = try etude.run(["run", "\(example.name).md", "-o", etude.output.path] + example.arguments)
    #expect(result.status == example.status, "\(result.errors)")
    let words = ([example.name] + example.arguments.filter { !$0.hasPrefix("-") }).joined(separator: "-")
    try expectSnapshot(
      of: normalized(result.errors, output: etude.output), named: "notebooks/\(words).txt", in: Fixtures.folder)
  }

  /// The text without the parts that differ between runs: times and the report's folder.
  private func normalized(_ text: String, output: URL) -> String {
    text.replacing(/\d+\.\d\d s$/.anchorsMatchLineEndings(), with: "0.00 s")
      .replacingOccurrences(of: output.path, with: "Output")
      .replacingOccurrences(of: Fixtures.url("notebooks").path, with: "Notebooks")
      .replacingOccurrences(of: FileManager.default.temporaryDirectory.path, with: "Temporary")
  }

  @Test("A folder is refused as a notebook")
  func folderIsNoNotebook() throws {
    let result = try EtudeProcess().run(["run", "."])
    #expect(result.status == 2)
    #expect(result.errors == ".: This is a folder; name a notebook in it.\n")
  }

  @Test("An output folder that cannot be written is named")
  func outputThatCannotBeWritten() throws {
    let result = try EtudeProcess().run(["run", "crlf-and-bom.md", "-o", "/proc/none"])
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("/proc/none cannot be written: "))
    #expect(result.errors.hasSuffix("Choose another folder with -o.\n"))
  }

  @Test("A missing compiler gives a message that says what to install")
  func noCompilerOnThePath() throws {
    var etude = EtudeProcess()
    etude.environment["PATH"] = "/nowhere"
    let result = try etude.run(["run", "crlf-and-bom.md", "-o", etude.output.path])
    #expect(result.status == 2)
    #expect(
      result.errors
        == "No Swift compiler on the PATH. Install Swift 6.3 (https://www.swift.org/install/linux) and put its usr/bin on the PATH.\n"
    )
  }

  @Test("Two notebooks of one name are refused, since both would write one report")
  func twoNotebooksOfOneName() throws {
    let result = try EtudeProcess().run(["run", "throws.md", "sub/throws.md"])
    #expect(result.status == 64)
    #expect(result.errors.contains("Two notebooks would both write Output/throws.html"))
  }
}
