import Foundation
import NotebookKit
import Testing

@Suite("Parsing of notebooks")
struct NotebookParserTests {
  @Test("A plain fence, a braced one, a tilde one and a longer one are cells at their own lines")
  func fences() throws {
    let notebook = try parse(
      """
      # Notes

      ```swift
      let a = 1
      ```
      ```{swift}
      let b = 2
      ```
      ~~~ swift
      let c = 3
      ~~~
      `````swift
      let d = "```"
      `````
      """)
    #expect(notebook.cells.map(\.source) == ["let a = 1", "let b = 2", "let c = 3", "let d = \"```\""])
    #expect(notebook.cells.map(\.line) == [4, 7, 10, 13])
    #expect(notebook.cells.map(\.index) == [0, 1, 2, 3])
  }

  @Test("Fences in lists and quotes lose the indentation of their container, and no other")
  func nestedFences() throws {
    let notebook = try parse(
      """
      1. First

         ```swift
         if true {
           print(1)
         }
         ```
      2. Second
         > quoted
         > ~~~swift
         > let x = 1
         > ~~~
      """)
    #expect(notebook.cells.map(\.source) == ["if true {\n  print(1)\n}", "let x = 1"])
    #expect(notebook.cells.map(\.line) == [4, 11])
  }

  @Test("Other languages, indented code and comments are prose")
  func prose() throws {
    let notebook = try parse("```python\nx = 1\n```\n\n    ```swift\n    no\n    ```\n\n<!--\n```swift\nno\n```\n-->\n")
    #expect(notebook.cells.isEmpty)
    #expect(notebook.blocks.count == 1)
  }

  @Test("Prose keeps its text, its first line and its inline values with their lines")
  func proseLines() throws {
    let notebook = try parse(
      "---\ntitle: T\n---\n\nOne `{swift} a` is\n`{swift}  b + 1 ` two.\n\n```swift\n```\n`{swift} c`\n")
    guard case .prose(let first) = notebook.blocks[0], case .prose(let second) = notebook.blocks[2] else {
      Issue.record("The blocks are not prose, cell, prose.")
      return
    }
    #expect(first.markdown == "One `{swift} a` is\n`{swift}  b + 1 ` two.")
    #expect(first.line == 5)
    #expect(first.inlineValues.map(\.expression) == ["a", "b + 1"])
    #expect(second.line == 10)
    #expect(second.inlineValues == [.init(id: 2, expression: "c", line: 10, column: 10, afterCell: 0)])
    #expect(notebook.cells[0].source.isEmpty)
  }

  @Test("A byte order mark and carriage returns do no harm", arguments: ["\u{FEFF}", ""], ["\r\n", "\r", "\n"])
  func foreignText(mark: String, lineEnd: String) throws {
    let notebook = try parse(
      mark + "---\ntitle: T\n---\n```swift\nlet a = 1\nlet b = 2\n```".replacing("\n", with: lineEnd))
    #expect(notebook.frontMatter.title == "T")
    #expect(notebook.cells.map(\.source) == ["let a = 1\nlet b = 2"])
    #expect(notebook.cells.map(\.line) == [5])
  }

  @Test("Options are read by Quarto's names, and the code begins below them")
  func options() throws {
    let notebook = try parse(
      """
      ```swift
      //| label: fig-a
      //| fig-cap: "A: the first"
      //| fig-alt: 'it''s a plot'
      //| tags: [hint, long]
      //| echo: false
      //| output: asis
      //| code-fold: show
      //| timeout: 1.5
      //| optimize: true
      //| expect: trap
      let a = 1
      //| not an option
      ```
      """)
    let cell = try #require(notebook.cells.first)
    #expect(cell.line == 12)
    #expect(cell.source == "let a = 1\n//| not an option")
    #expect(cell.options.label == "fig-a")
    #expect(cell.options.figureCaption == "A: the first")
    #expect(cell.options.figureAlternativeText == "it's a plot")
    #expect(cell.options.tags == ["hint", "long"])
    #expect(!cell.options.echo && cell.options.eval)
    #expect(cell.options.output == .asIs)
    #expect(cell.options.codeFold == false)
    #expect(cell.options.timeout == 1.5)
    #expect(cell.options.optimize)
    #expect(cell.options.expect == .trap)
  }

  @Test("A list of tags may run over lines")
  func longOptions() throws {
    let notebook = try parse("```swift\n//| tags:\n//|   - a\n//|   - b\nlet x = 1\n```\n")
    #expect(notebook.cells[0].options.tags == ["a", "b"])
    #expect(notebook.cells[0].line == 5)
  }

  @Test("Front matter sets the page and the defaults of cells")
  func frontMatter() throws {
    let notebook = try parse(
      """
      ---
      title: "A title"
      subtitle: Sub
      author: [Ada, Grace]
      date: 2020-12-09
      lang: de-CH
      toc: false
      html: raw
      walkthrough: true
      code-fold: true
      seed: 42
      execute:
        echo: false
        timeout: 30
      ---
      ```swift
      ```
      ```swift
      //| echo: true
      ```
      """)
    let front = notebook.frontMatter
    #expect(front.title == "A title" && front.subtitle == "Sub" && front.date == "2020-12-09")
    #expect(front.authors == ["Ada", "Grace"])
    #expect(front.language == "de-CH" && !front.showsTableOfContents && front.html == .raw)
    #expect(front.walkthrough && front.codeFold && front.seed == 42)
    #expect(notebook.cells.map(\.options.echo) == [false, true])
    #expect(notebook.cells.map(\.options.timeout) == [30, 30])
  }

  @Test("Parameters keep their order, their types and their lines")
  func parameters() throws {
    let notebook = try parse(
      """
      ---
      params:
        epochs: 5
        rate: 3e-3
        quick: true
        name: "5"
        answer: no
        sizes: [1, 2.5]
        none: []
      ---
      """)
    let parameters = notebook.frontMatter.parameters
    #expect(parameters.map(\.name) == ["epochs", "rate", "quick", "name", "answer", "sizes", "none"])
    #expect(
      parameters.map(\.value) == [
        .integer(5), .number(0.003), .boolean(true), .text("5"), .text("no"), .list([.number(1), .number(2.5)]),
        .list([]),
      ])
    #expect(parameters.map(\.line) == [3, 4, 5, 6, 7, 8, 9])
  }

  @Test("A rule at the top is not front matter")
  func rule() throws {
    #expect(try parse("---\n\nText\n").blocks.count == 1)
    #expect(try parse("").blocks.isEmpty)
    #expect(try parse("---\n---\n").frontMatter == FrontMatter())
  }
}

/// The notebook in a text, read as `lesson.md`.
func parse(_ text: String) throws(NotebookErrors) -> Notebook {
  try NotebookParser.parse(source: Data(text.utf8), file: URL(fileURLWithPath: "/notebooks/lesson.md"))
}
