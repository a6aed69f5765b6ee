import Foundation
import TestSupport
import Testing

/// A reader's view of cells that do not compile.
@Suite("Errors of cells that do not compile")
struct CompileErrorTests {
  private func errors(_ cells: [String], _ arguments: [String] = ["--keep-going"]) throws -> String {
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run(arguments)
    #expect(result.status == 1, "\(result.errors)")
    let checked = try notebook.check()
    for line in result.errors.split(separator: "\n") where line.contains(": error: ") {
      #expect(checked.errors.contains(line.drop { $0 == " " }), "check: \(checked.errors)")
    }
    return result.errors
  }

  @Test("Lines are shown as they are written")
  func linesAreShownAsTheyAreWritten() throws {
    let errors = try errors([
      "public struct P { public var x: Nope }", "let n: Int? = 1",
      "guard let n, nope else { throw CancellationError() }",
    ])
    #expect(errors.contains("  public struct P { public var x: Nope }\n"), "\(errors)")
    #expect(errors.contains("  guard let n, nope else { throw CancellationError() }\n"), "\(errors)")
    #expect(!errors.contains("CellRuntime"))
  }

  @Test("Unknown names suggest those of the library and of earlier cells")
  func unknownNamesSuggestNearestOnes() throws {
    let errors = try errors([
      "let learningRate = 1.0\nstruct Reading {}\nfunc measure() {}", "print(learnnigRate)", "let r: Redaing? = nil",
      "measrue()", "let t: Tensr? = nil", "spectrogam(3)",
    ])
    for name in ["learningRate", "Reading", "measure", "Tensor", "spectrogram"] {
      #expect(errors.contains("Did you mean `\(name)`"), "\(name): \(errors)")
    }
  }

  @Test("Lines of older kernels are reported before anything runs")
  func linesOfOlderKernelsAreTold() throws {
    let notebook = try ScratchNotebook([
      "%install '.package(path: \"Own\")' Own\n%include \"More.swift\"\nlet a = 1", "!ls -la", "%time print(a)",
    ])
    defer { notebook.remove() }
    for result in [try notebook.run(), try notebook.check()] {
      #expect(result.status == 2)
      let places = result.errors.matches(of: /(?m)^note\.md:(\d+): `([^`]*)` belongs to another kernel\./).map {
        "\($0.output.1) \($0.output.2)"
      }
      #expect(places == ["4 %install", "5 %include", "12 !", "18 %time"], "\(result.errors)")
    }
  }

  @Test("No path of the cache and no generated line is shown")
  func noPathOfTheCacheIsShown() throws {
    let errors = try errors([
      "struct W {}\ninfix operator **\nfunc f(_ w: W) {}", "@main struct A { static func main() {} }",
      "f(3)", "extension W: Equatable {}", "@_silgen_name(\"nowhere_at_all\") func nowhere()\nnowhere()", "import Nope",
      "let a = await nope()", "guard let a = nope() else { return }", "let x = 1 ** 2", "class B: W {}",
    ])
    for trace in [".cache", "main.swift", "(imports)", "Cell_", "/etude", ".swiftmodule", "CellRuntime", ".so"] {
      #expect(!errors.contains(trace), "\(trace): \(errors)")
    }
  }
}
