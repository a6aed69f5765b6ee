import Display
import Files
import Foundation
import NotebookKit
import Testing

@Suite("Quarto's documents as Etude notebooks")
struct QuartoConversionTests {
  static let document = """
    ---
    title: x
    execute:
      echo: false
      freeze: auto
    params:
      n: 1
    ---

    ```{swift}
    #| fig-dpi: 3
    let a = 1
    ```

    ```swift
    let sample = 1
    ```

    ```{.swift filename="a.swift"}
    let sample = 2
    ```

    > ```{swift}
    > let b = 1
    > ```

    ```{python}
    1
    ```
    """ + "\n"

  @Test("Only what Quarto runs is a cell")
  func samples() throws {
    let ours = try convert(Self.document, "n.qmd", "n.md")
    #expect(try parse(ours).cells.map(\.source) == ["let a = 1", "let b = 1"])
    #expect(try convert(ours, "n.md", "n.qmd").contains("```swift\nlet sample = 1"))
  }

  @Test("The known parts of `execute` are used, the rest is kept, and all are restored")
  func execute() throws {
    let ours = try convert(Self.document, "n.qmd", "n.md")
    #expect(try parse(ours).cells.allSatisfy { !$0.options.echo })
    #expect(ours.contains("quarto:\n  execute:\n    freeze: auto\n"))
    let back = try convert(ours, "n.md", "n.qmd")
    #expect(back.contains("execute:\n  echo: false\n  freeze: auto\n") && !back.contains("quarto:"))
    #expect(back.contains("```{.swift filename=\"a.swift\"}"))
  }

  @Test("A document of Quarto's that is run as it is has cells only where Quarto has")
  func direct() throws {
    let source = "```swift\nfatalError()\n```\n\n```{swift}\n1\n```\n"
    let notebook = try NotebookParser.parse(source: .init(source.utf8), file: .init(filePath: "n.qmd"))
    #expect(notebook.cells.map(\.source) == ["1"])
  }

  @Test("Figures' sizes, layouts, citations and the abstract are the same there and here")
  func shared() throws {
    let document = """
      ---
      title: x
      abstract: |
        Short.
      bibliography: [a.bib, b.json]
      number-sections: true
      date: today
      ---

      ```{swift}
      #| fig-width: 6
      #| layout-ncol: 2
      #| fig-subcap:
      #|   - One
      #|   - Two
      #| column: page
      let a = 1
      ```
      """ + "\n"
    let ours = try convert(document, "n.qmd", "n.md")
    #expect(ours == document.replacing("{swift}", with: "swift").replacing("#|", with: "//|"))
    #expect(try convert(ours, "n.md", "n.qmd") == document)
    let options = try parse(ours).cells[0].options
    #expect(options.layoutColumns == 2 && options.figureSubcaptions == ["One", "Two"] && options.column == .page)
    #expect(options.figures.width == 6)
  }

  @Test("A layout that we do not know stays Quarto's")
  func unknownLayout() throws {
    let ours = try convert("```{swift}\n//| layout-ncol: 9\n1\n```\n", "n.qmd", "n.md")
    #expect(ours == "```swift\n//| quarto:\n//|   layout-ncol: 9\n1\n```\n")
  }

  @Test("A mapping in flow style is parted too")
  func flow() throws {
    let ours = try convert("---\nexecute: {cache: true, echo: false}\n---\n\n```{swift}\n1\n```\n", "n.qmd", "n.md")
    #expect(try parse(ours).cells.map(\.options.echo) == [false])
    #expect(ours.contains("quarto:\n  execute:\n    cache: true\n"))
  }

  @Test("A cell of Quarto's is a cell in Jupyter, and a sample a sample")
  func toJupyter() throws {
    let root = try JSON(parsing: try convert(Self.document, "n.qmd", "n.ipynb").utf8)
    let cells = (root["cells"]?.array ?? []).map { cell in
      (cell["cell_type"]?.string ?? "") + ": " + (cell["source"]?.array ?? []).compactMap(\.string).joined()
    }
    #expect(cells.count == 6 && cells[0].hasPrefix("raw: ---") && cells[1] == "code: ---\nparams:\n  n: 1\n---")
    #expect(cells[2] == "code: //| quarto:\n//|   fig-dpi: 3\nlet a = 1")
    #expect(cells[3].hasPrefix("markdown: ```swift\nlet sample = 1\n```"))
    #expect(cells[4] == "code: let b = 1")
    #expect(cells[5] == "markdown: ```{python}\n1\n```")
    #expect(
      try convert(convert(Self.document, "n.qmd", "n.ipynb"), "n.ipynb", "n.qmd").contains("> ```{swift}\n> let b"))
  }

  @Test("Option lines that begin as in Quarto's other languages are read")
  func hashedOptions() throws {
    let text = "- ```{swift}\n  #| label: fig-a\n  #| fig-dpi: 3\n  //| echo: false\n  #warning(\"x\")\n  ```\n"
    let ours = try convert(text, "n.qmd", "n.md")
    #expect(
      ours
        == "- ```swift\n  //| label: fig-a\n  //| echo: false\n  //| quarto:\n  //|   fig-dpi: 3\n  #warning(\"x\")\n  ```\n"
    )
    let direct = try NotebookParser.parse(
      source: Data("```{swift}\n#| label: fig-a\n#| echo: false\n1\n```\n".utf8), file: URL(filePath: "n.qmd"))
    #expect(direct.cells.map(\.options.label) == ["fig-a"])
    #expect(direct.cells.map(\.options.echo) == [false])
    #expect(try parse("```swift\n#| echo: false\n1\n```\n").cells.map(\.options.echo) == [false])
    #expect(
      try convert("```swift\n//| echo: false\n1\n```\n", "n.md", "n.qmd") == "```{swift}\n#| echo: false\n1\n```\n")
  }

  @Test("Quarto's unsupported code and shortcodes are reported with their lines")
  func notices() throws {
    let text = """
      ---
      title: "{{< meta t >}}"
      ---
      ```{python}
      #| label: a
      "{{< not this >}}"
      ```

      {{< embed other.ipynb >}} and {{{< escaped >}}} and {{< lipsum 1 >}} and {{< kbd A >}}

      `{r} x` and `{swift} y` and `{z}`

      ```{{python}}
      ```

      ```{.python}
      ```

      ```{=html}
      ```

      ```{swift}
      1
      ```

      - ```{mermaid}
        a
        ```
      """
    #expect(
      try conversion(text, "q.qmd", "q.md").notices == [
        "q.qmd:4: The cell of `python` does not run in Etude; its code is shown.",
        "q.qmd:9: `{{< embed other.ipynb >}}` is a Quarto shortcode; Etude shows it as text.",
        "q.qmd:9: `{{< lipsum 1 >}}` is a Quarto shortcode; Etude shows it as text.",
        "q.qmd:11: Inline code of `r` does not run in Etude; it is shown as code.",
        "q.qmd:26: The cell of `mermaid` does not run in Etude; its code is shown.",
      ])
    #expect(try conversion("```{swift}\n1\n```\n", "q.qmd", "q.md").notices == [])
  }
}
