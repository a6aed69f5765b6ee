import Files
import Foundation
import NotebookKit
import Testing

/// Links by labels, whose definitions apply to a whole Etude notebook but only to one cell of a Jupyter notebook.
@Suite("Definitions of links between Jupyter and ours")
struct LinkConversionTests {
  /// The texts of the cells of Markdown in a Jupyter notebook.
  private func texts(_ notebook: String) throws -> [String] {
    (try JSON(parsing: notebook.utf8)["cells"]?.array ?? []).filter { $0["cell_type"] == "markdown" }.map { cell in
      cell["source"]?.string ?? (cell["source"]?.array ?? []).compactMap(\.string).joined()
    }
  }

  @Test(
    "A cell whose links are defined elsewhere in the notebook has their definitions in Jupyter, and not on the way back"
  )
  func definitionsElsewhere() throws {
    let ours = """
      See [one][1], ![two][b] and [B][].

      ```swift
      let a = 1
      ```

      No link [x][c], and `[1]`.

      [1]: https://example.com/1
      [B]: two.png "Two"
      [c]: https://example.com/c

      """
    let jupyter = try conversion(ours, "n.md", "n.ipynb")
    #expect(jupyter.notices == [])
    let text = String(decoding: jupyter.data, as: UTF8.self)
    let cells = try texts(text)
    #expect(
      cells[0]
        == "See [one][1], ![two][b] and [B][].\n\n[1]: https://example.com/1\n[B]: two.png \"Two\"")
    #expect(cells[1].hasPrefix("No link") && cells[1].hasSuffix("[c]: https://example.com/c"))
    #expect(try convert(text, "n.ipynb", "n.md") == ours)
  }

  @Test("Definitions that cannot be carried to a cell are reported")
  func definitionOfSeveralLines() throws {
    let ours = "See [one][1].\n\n```swift\n1\n```\n\n[1]:\n  https://example.com/1\n\n[2]: x\n"
    #expect(
      try conversion(ours, "n.md", "n.ipynb").notices == [
        "n.md:1: Links of this text are defined elsewhere in the notebook, but in Jupyter a definition applies to one "
          + "cell only. Define them in the same text."
      ])
  }

  /// An Etude notebook from cells of Markdown.
  private func ours(_ cells: [String]) throws -> (text: String, notices: [String]) {
    let cells = cells.map { "{\"cell_type\": \"markdown\", \"metadata\": {}, \"source\": \(JSON.quote($0))}" }
    let jupyter =
      "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [\(cells.joined(separator: ", "))]}"
    let converted = try conversion(jupyter, "n.ipynb", "n.md")
    return (String(decoding: converted.data, as: UTF8.self), converted.notices)
  }

  @Test("A label that two cells define otherwise has two names")
  func labelOfTwoCells() throws {
    let converted = try ours([
      "See [here][1].\n\n[1]: https://example.com/a",
      "See [there][1], ![it][1], [1], [1][], as [1]: and [own](1), `[1]`, \\[1].\n\n[1]: https://example.com/b",
      "See [again][1].\n\n[1]: https://example.com/a",
    ])
    #expect(converted.notices == [])
    #expect(
      converted.text.contains(
        "See [there][1-2], ![it][1-2], [1][1-2], [1][1-2], as [1][1-2]: and [own](1), `[1]`, \\[1].\n\n[1-2]: https://example.com/b"
      ))
    #expect(converted.text.components(separatedBy: "[1]: https://example.com/a").count == 3)
  }

  @Test("Labels of one cell get other names together, whatever else is in brackets")
  func manyLabels() throws {
    let converted = try ours([
      "[a]: 1\n[b\\]]: 2\n[c]: 3",
      "[x [a]](u) [[b\\]]] [a][b\\]]\n\n    [c] is code\n\n[C][] \\[c] [d]\n\n[a]: 4\n[b\\]]: 5\n[c]: 6\n[d]: 7",
    ])
    #expect(converted.notices == [])
    #expect(
      converted.text.hasSuffix(
        """
        [x [a][a-2]](u) [[b\\]][b\\]-2]] [a][b\\]-2]

            [c] is code

        [C][c-2] \\[c] [d]

        [a-2]: 4
        [b\\]-2]: 5
        [c-2]: 6
        [d]: 7

        """))
  }

  @Test("A label that cannot be renamed is reported, and the others of its cell are renamed")
  func labelWithoutRoom() throws {
    let converted = try ours(["[a]: 1\n[b]: 2", "[it][a] <i title='[b]'>\n\n<p>\n[b]\n</p>\n\n[a]: 3\n[b]: 4"])
    #expect(
      converted.notices == [
        "n.ipynb, cell 2: Another cell also defines the link `[b]`, and this address applies to both. "
          + "Rename one of them."
      ])
    #expect(converted.text.contains("[it][a-2]") && converted.text.contains("[a-2]: 3"))
  }

  @Test("Text in brackets that another cell turns into a link is reported")
  func foreignDefinition() throws {
    let converted = try ours(["As in [1].", "See [it][1].\n\n[1]: https://example.com/a"])
    #expect(
      converted.notices == [
        "n.ipynb, cell 1: Text in brackets becomes a link here, because another cell defines its address."
      ])
  }
}
