import Files
import Foundation
import NotebookKit
import Testing

@Suite("Front matter in Jupyter's notebooks")
struct FrontMatterConversionTests {
  typealias Jupyter = JupyterConversionTests

  private static let cell = "\n\n```swift\nn\n```\n"

  /// The type and text of each cell.
  private func cells(_ notebook: String) throws -> [String] {
    let root = try JSON(parsing: notebook.utf8)
    return (root["cells"]?.array ?? []).map { cell in
      (cell["cell_type"]?.string ?? "") + ": " + (cell["source"]?.array ?? []).compactMap(\.string).joined()
    }
  }

  @Test("Front matter for a kernel becomes a code cell, the rest a raw cell, and both are read back in order")
  func parts() throws {
    let text =
      "---\ntitle: T\n# about n\nparams:\n  n: 3\n\n  m:\n    value: 2\ntoc: false\nseed: 5\nformat: html\n---"
      + Self.cell
    let ours = text.replacing("format: html", with: "quarto:\n  format: html")
    let jupyter = try convert(ours, "n.md", "n.ipynb")
    #expect(
      try cells(jupyter) == [
        "raw: ---\ntitle: T\n# about n\ntoc: false\nquarto:\n  format: html\n---",
        "code: ---\nparams:\n  n: 3\n\n  m:\n    value: 2\nseed: 5\n---", "code: n",
      ])
    #expect(try convert(jupyter, "n.ipynb", "n.md") == ours)
    let tags = try JSON(parsing: jupyter.utf8)["cells"]?.array?[1]["metadata"]?["tags"]
    #expect(tags == ["parameters"])
  }

  @Test(
    "Front matter of one kind stays in one cell",
    arguments: [
      ("title: T\nexecute:\n  echo: false", ["raw"]), ("# only\nseed: 1", ["code"]), ("params: {n: 1}", ["code"]),
      ("{title: T, seed: 1}", ["code"]), ("{title: T, author: A}", ["raw"]),
      ("{title: T, execute: {echo: false}}", ["raw"]), ("{params: {}, toc: false}", ["code"]),
      ("title: T\nexecute: {echo: false, eval: true}", ["raw", "code"]),
      ("title: &t T\nparams:\n  n: *t", ["code"]), ("packages:\n  - path: ../P\nsources: S", ["code"]),
    ])
  func kinds(_ lines: String, _ kinds: [String]) throws {
    let text = "---\n\(lines)\n---" + Self.cell
    let jupyter = try convert(text, "n.md", "n.ipynb")
    let found = try cells(jupyter).dropLast().map { String($0.prefix { $0 != ":" }) }
    #expect(found == kinds)
    #expect(try convert(jupyter, "n.ipynb", "n.md") == text)
  }

  @Test("A cell of front matter that was written in Jupyter becomes front matter")
  func written() throws {
    let jupyter = Jupyter.notebook(
      Jupyter.markdown("# T"), Jupyter.code("\n---\nparams:\n  n: 3\n---\n"), Jupyter.code("n"))
    #expect(try convert(jupyter, "n.ipynb", "n.md") == "---\nparams:\n  n: 3\n---\n\n# T\n\n```swift\nn\n```\n")
  }

  @Test("An edited cell of front matter is read as it is now")
  func edited() throws {
    let text = "---\nparams:\n  n: 3\ntitle: T\n---" + Self.cell
    let jupyter = try convert(text, "n.md", "n.ipynb")
    let longer = jupyter.replacing(#""params:\n","#, with: #""params:\n", "  m: 1\n","#)
    #expect(longer != jupyter)
    let ours = try convert(longer, "n.ipynb", "n.md")
    #expect(try parse(ours).frontMatter.parameters.map(\.name) == ["m", "n"])
    #expect(try parse(ours).frontMatter.title == "T")
  }

  @Test("If a key is in both cells, the code cell wins, with a notice")
  func both() throws {
    let raw = #"{"cell_type": "raw", "metadata": {}, "source": "---\nseed: 1\ntitle: T\n---"}"#
    let converted = try conversion(
      Jupyter.notebook(raw, Jupyter.code("---\nseed: 2\n---"), Jupyter.code("1")), "n.ipynb", "n.md")
    #expect(String(decoding: converted.data, as: UTF8.self) == "---\ntitle: T\nseed: 2\n---\n\n```swift\n1\n```\n")
    #expect(converted.notices == ["n.ipynb, cell 1: `seed` is also in cell 2; the value there is kept."])
  }

  @Test("The last cell of front matter above the code replaces the others, with a notice")
  func several() throws {
    let converted = try conversion(
      Jupyter.notebook(
        Jupyter.code("---\nseed: 1\n---"), Jupyter.code("---\nseed: 2\n---"), Jupyter.code("1"),
        Jupyter.code("---\nseed: 3\n---")), "n.ipynb", "n.md")
    let text = String(decoding: converted.data, as: UTF8.self)
    #expect(text.hasPrefix("---\nseed: 2\n---\n\n```swift\n1\n```\n") && text.contains("seed: 3"))
    #expect(converted.notices == ["n.ipynb, cell 1: The front matter of cell 2 replaces this one."])
  }

  @Test("Metadata of a cell that becomes front matter are dropped, with a notice")
  func metadata() throws {
    let converted = try conversion(
      Jupyter.notebook(Jupyter.code("---\nseed: 1\n---", ", \"metadata\": {\"name\": \"x\"}")), "n.ipynb", "n.md")
    #expect(converted.notices == ["n.ipynb, cell 1: It becomes front matter, and its metadata are dropped."])
  }

  @Test("Flow style in both cells is written on separate lines")
  func flow() throws {
    let raw = #"{"cell_type": "raw", "metadata": {}, "source": "---\n{title: T}\n---"}"#
    let ours = try convert(
      Jupyter.notebook(raw, Jupyter.code("---\n{seed: 2}\n---"), Jupyter.code("1")), "n.ipynb", "n.md")
    #expect(ours.hasPrefix("---\ntitle: T\nseed: 2\n---\n"))
  }
}
