import Foundation
import NotebookKit
import TestSupport
import Testing

/// The examples in the doc comments of what a cell can call.
@Suite("Examples of the library")
struct LibraryExampleTests {
  @Test("Every example passes the check", .timeLimit(.minutes(20)))
  func examples() throws {
    #expect(LibraryExample.all.count > 400)
    let notebook = try NotebookParser.parse(
      source: Data(LibraryExample.notebook.utf8), file: URL(filePath: "/reference/examples.md"))
    let checker = NotebookChecker(
      notebook: notebook, dependencies: NotebookDependencies(),
      installation: try Installation(command: Program.builtPrograms.appending(path: "etude")))
    // Names that an example does not go on to use are warned about.
    let problems = try checker.problems().filter { $0.contains(" error: ") }
    #expect(problems == [])
  }

  /// Types that must be public although cells do not name them, and enumerations whose examples are at their uses.
  private static let withoutExample: Set = [
    "CellRuntime", "DisplayChannel", "DisplayEvent", "Documentation", "FigureContent", "FusedActivation",
    "LayerBuilder", "LoopOrder", "MarkLayer", "ParameterState", "ProgressReport", "RunningStatistics",
    "TasksUnavailable",
  ]

  @Test("Every public type and function that stands by itself has an example")
  func everyPublicName() throws {
    var missing: Set<String> = []
    for file in LibraryExample.sources {
      var comment: [String] = []
      for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
        if line.hasPrefix("///") {
          comment.append(line)
        } else if !line.hasPrefix("@") {
          let declaration = /public (?:final |indirect )?(?:struct|class|enum|protocol|actor|func) (\w+).*/
          if let name = line.wholeMatch(of: declaration)?.output.1, !comment.contains(where: { $0.contains("```") }) {
            missing.insert(String(name))
          }
          comment = []
        }
      }
    }
    #expect(missing == Self.withoutExample)
  }
}
