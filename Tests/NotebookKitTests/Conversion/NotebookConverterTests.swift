import Display
import Foundation
import NotebookKit
import Testing

@Suite("Conversion between formats")
struct NotebookConverterTests {
  static let notebook = """
    ---
    title: "A: title"
    author: [Ada]
    params:
      epochs: 5 # a remark
    quarto:
      format:
        html:
          code-fold: true
    ---

    # Prose with `{swift} value` and @fig-a

    ```swift
    //| label: fig-a
    //| fig-cap: "A: caption"
    //| tags: [hint]
    let a = 1

    print(a)
    ```

    ```python
    other = 1
    ```

    1. In a list

       ```swift
       let b = 2
       ```
    """ + "\n"

  static let plain = """
    ---
    title: T
    ---

    One.

    ```swift
    //| tags: ["hint"]
    let a = "```"
    ```

    <!-- cell {"slideshow":{"slide_type":"slide"}} -->

    Two.

    <!-- cell -->

    Three.

    ````{=html}
    <b>raw</b>
    ```
    ````

    ```swift
    //| jupyter: {"collapsed":true}
    ```
    """ + "\n"

  @Test("An Etude notebook survives Quarto")
  func quarto() throws {
    let quarto = try convert(Self.notebook, "n.md", "n.qmd")
    #expect(quarto.contains("```{swift}\n#| label: fig-a"))
    #expect(quarto.contains("\nformat:\n  html:\n    code-fold: true\n---"))
    #expect(quarto.contains("   ```{swift}\n   let b = 2"))
    #expect(try convert(quarto, "n.qmd", "n.md") == Self.notebook)
  }

  @Test("A Quarto document survives us, and its foreign options are kept")
  func fromQuarto() throws {
    let quarto = """
      ---
      title: T
      format: html
      execute:
        cache: true
      ---

      ```{swift}
      #| label: a
      #| fig-dpi: 5
      #| echo: fenced
      1
      ```

      ```{python}
      1
      ```
      """
    let ours = try convert(quarto, "n.qmd", "n.md")
    #expect(ours.contains("title: T\nquarto:\n  format: html\n  execute:\n    cache: true\n---"))
    #expect(ours.contains("//| label: a\n//| quarto:\n//|   fig-dpi: 5\n//|   echo: fenced\n1"))
    #expect(throws: Never.self) { try parse(ours) }
    #expect(try convert(ours, "n.md", "n.qmd") == quarto)
  }

  @Test("A notebook survives Jupyter with its marks, raw cells and metadata")
  func jupyter() throws {
    let jupyter = try convert(Self.plain, "n.md", "n.ipynb")
    #expect(
      try convert(jupyter, "n.ipynb", "n.md")
        == Self.plain.replacing("```swift\n//| tags", with: "````swift\n//| tags").replacing(
          "\"```\"\n```", with: "\"```\"\n````"))
    let again = try convert(try convert(jupyter, "n.ipynb", "n.md"), "n.md", "n.ipynb")
    #expect(again == jupyter)
  }

  @Test("Front matter, options and prose survive a round trip through Jupyter")
  func jupyterFrontMatter() throws {
    let back = try convert(try convert(Self.notebook, "n.md", "n.ipynb"), "n.ipynb", "n.md")
    let (before, after) = (try parse(Self.notebook), try parse(back))
    #expect(after.frontMatter.parameters.map(\.value) == before.frontMatter.parameters.map(\.value))
    #expect(after.frontMatter.title == before.frontMatter.title)
    #expect(back.contains("quarto:\n  format:\n    html:\n      code-fold: true\n---"))
    #expect(after.cells.map(\.source) == before.cells.map(\.source))
    #expect(after.cells.map(\.options) == before.cells.map(\.options))
  }

  @Test("Attachments of Jupyter's prose become part of it")
  func attachments() throws {
    let ours = try convert(
      """
      {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "swift", "language": "swift", "display_name": "x"}, "colab": {"a": 1}},
       "cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["![x](attachment:p.png)\\n", "end"],
        "attachments": {"p.png": {"image/png": "QUJD"}}}]}
      """, "n.ipynb", "n.md")
    #expect(
      ours
        == "---\njupyter: {\"colab\":{\"a\":1}}\n---\n\n<!-- cell {\"nbformat\":{\"id\":\"a\"}} -->\n\n![x](data:image/png;base64,QUJD)\nend\n"
    )
  }

  @Test(
    "A file that is not an Etude notebook is refused",
    arguments: [
      (
        "n.ipynb", "n.md", "not json",
        "n.ipynb: This is not a valid Jupyter notebook, since it is not JSON: an unknown word at byte 0. Correct the file there."
      ),
      ("n.ipynb", "n.md", "{}", "n.ipynb: This JSON is not a Jupyter notebook: it has no list of cells."),
      (
        "n.ipynb", "n.md", "{\"nbformat\": 3, \"worksheets\": []}",
        "n.ipynb: The notebook is of nbformat 3; convert it to 4 with `jupyter nbconvert --to notebook`."
      ),
      (
        "n.ipynb", "n.md", "{\"cells\": [], \"metadata\": {\"language_info\": {\"name\": \"python\"}}}",
        "n.ipynb: The notebook's language is python; only notebooks in Swift can be converted."
      ),
      ("n.md", "m.md", "", "m.md: Both files are of the same format. Choose another extension for the target."),
      ("n.md", "n.txt", "", "n.txt: The name must end in .md, .qmd or .ipynb."),
      ("n.md", "n.ipynb", "```swift\n", "n.md:1: The fence that opens here is never closed; end it with a line ```"),
    ])
  func refusals(file: String, target: String, text: String, message: String) {
    #expect {
      try convert(text, file, target)
    } throws: {
      "\($0)" == message
    }
  }

  @Test("A report becomes a Jupyter notebook with its outputs")
  func outputs() throws {
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let record = CellRecord(
      status: .failed,
      outputs: [
        .stream(.stdout, "a\nb\n"), .result(MIMEBundle(plainText: "x").adding(png, as: .png).adding(png, as: .darkPNG)),
        .display(Table(columns: ["a"], evenRows: [["<1>"]]).mimeBundle, id: "d"), .notice("cut"),
        .failure(CellFailure(kind: .trap, summary: "it trapped", details: "one\ntwo")),
      ], duration: 1)
    let data = JupyterExport.data(try report("```swift\n1\n```\n", [record]))
    let text = String(decoding: data, as: UTF8.self)
    #expect(
      text.contains("\"output_type\": \"stream\"") && text.contains("\"a\\n\",")
        && text.contains("\"execution_count\": 1"))
    #expect(text.contains(ReportRendererTests.pixel) && !text.contains("theme=dark"))
    #expect(text.contains("<td>&lt;1&gt;</td>") && text.contains("\"ename\": \"trap\""))
  }
}
