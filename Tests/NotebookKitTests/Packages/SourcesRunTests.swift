import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Notebooks with sources")
struct SourcesRunTests {
  private func withFixture(_ body: (DependencyFixture) throws -> Void) throws {
    let fixture = DependencyFixture()
    defer { fixture.remove() }
    try fixture.write(
      """
      import Etude

      struct Filter { var taps: [Float] = [1, 2]; func gain() -> Float { taps.reduce(0, +) } }
      struct Refusal: Error {}
      func refuse() throws { throw Refusal() }
      func name() -> String { "theirs" }
      func describe(_ array: Tensor) -> String { "shape \\(array.shape)" }
      """, to: "Helpers/Filter.swift")
    try fixture.write("extension Filter { static let unit = Filter(taps: [1]) }", to: "Helpers/deep/Unit.swift")
    try body(fixture)
  }

  @Test("Cells use internal names of all files as if they stood in an earlier cell")
  func internalNames() throws {
    try withFixture { fixture in
      let result = try fixture.run(
        "sources: Helpers",
        cells: [
          "print(Filter().gain(), Filter.unit.taps.count)",
          "extension Filter { var isUnit: Bool { taps == [1] } }\nprint(Filter.unit.isUnit)",
          "func name() -> String { \"mine\" }\nprint(name())", "print(name(), describe(Tensor([1, 2])))",
        ])
      #expect(result.status == 0, "\(result.errors)")
      let page = try fixture.page()
      for text in ["3.0 1</pre>", "true</pre>", "mine shape [2]</pre>"] { #expect(page.contains(text)) }
    }
  }

  @Test("The stamp names the files and the hash of their contents")
  func stamp() throws {
    try withFixture { fixture in
      let first = try fixture.build("sources: Helpers").stampEntries
      #expect(first.first?.name == "Sources")
      #expect(first.first?.value.hasPrefix("Helpers (2 files), SHA-256 ") == true)
      try fixture.write("// Other", to: "Helpers/deep/Unit.swift")
      #expect(try fixture.build("sources: Helpers").stampEntries != first)
    }
  }

  @Test("An unchanged source is not compiled twice, and a changed one gives cells another key")
  func compiledOnce() throws {
    try withFixture { fixture in
      let first = try fixture.build("sources: Helpers")
      let again = try fixture.build("sources: Helpers") { Issue.record("\($0)") }
      #expect(first == again)
      try fixture.write("extension Filter { static let unit = 1 }", to: "Helpers/deep/Unit.swift")
      #expect(try fixture.build("sources: Helpers").keys != first.keys)
    }
  }

  @Test("A module has the folder's name, or the name in the notebook")
  func moduleName() throws {
    try withFixture { fixture in
      func module(_ frontMatter: String) throws -> String? {
        try fixture.build(frontMatter).imports.first?.split(separator: " ").last.map(String.init)
      }
      let names = try [
        module("sources: ./Helpers/"), module("sources: [Helpers/deep/../Filter.swift]"),
        module("sources:\n  files: Helpers\n  module: Filters"),
      ]
      #expect(names == ["Helpers", "Sources", "Filters"])
    }
  }

  @Test("An error that a source throws is shown at the cell's line that called it")
  func thrownError() throws {
    try withFixture { fixture in
      let result = try fixture.run("sources: Helpers", cells: ["let a = 1\ntry refuse()"])
      #expect(result.status == 1)
      #expect(result.errors.contains("Refusal"))
      #expect(try fixture.page().contains("note.md:7"))
    }
  }

  @Test("Sources import the notebook's packages")
  func withPackage() throws {
    try withFixture { fixture in
      _ = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      try fixture.write("import Tools\nlet doubled = answer * 2", to: "Helpers/Doubled.swift")
      let result = try fixture.run(
        "packages:\n  - path: tools\nsources: Helpers", cells: ["import Tools\nprint(doubled, answer)"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try fixture.page().contains("84 42</pre>"))
    }
  }

  @Test("Sources that import a cell's module, which comes after them, do not compile")
  func importOfCell() throws {
    try withFixture { fixture in
      try fixture.write("import Cell_1", to: "Helpers/Wrong.swift")
      let message = try fixture.failure("sources: Helpers")
      #expect(message?.contains("Helpers/Wrong.swift:1:8: error: no such module 'Cell_1'") == true)
    }
  }

  @Test("A package and the sources cannot be modules of one name")
  func sameModule() throws {
    try withFixture { fixture in
      _ = try ScratchPackage("tools", module: "Helpers", in: fixture.folder)
      let message = try fixture.failure("packages:\n  - path: tools\nsources: Helpers")
      #expect(
        message?.hasPrefix("note.md:4: The sources would form a module `Helpers`, but a package has one of that name.")
          == true)
    }
  }

  @Test("A check sees the effects of the sources")
  func check() throws {
    try withFixture { fixture in
      _ = try fixture.notebook("sources: Helpers", cells: ["let taps: Int = Filter().gain()"])
      let result = try fixture.etude(["check", "note.md"])
      #expect(result.status == 1)
      #expect(result.errors.contains("note.md:6:26: error: cannot convert value of type 'Float'"))
    }
  }
}
