import Display
import Files
import Foundation
import NotebookKit
import Testing

/// The other format's text of a notebook.
func convert(_ text: String, _ from: String, _ to: String) throws -> String {
  String(decoding: try conversion(text, from, to).data, as: UTF8.self)
}

/// The text of a notebook in the other format, and the notices about it.
func conversion(_ text: String, _ from: String, _ to: String) throws -> NotebookConverter.Result {
  try NotebookConverter.convert(Data(text.utf8), file: URL(filePath: from), to: URL(filePath: to))
}

@Suite("Jupyter's notebooks as ours")
struct JupyterConversionTests {
  /// A Jupyter notebook of some cells, written as JSON.
  static func notebook(_ cells: String..., metadata: String = "") -> String {
    """
    {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "swift", "display_name": "Swift",
     "language": "swift"}\(metadata)}, "cells": [\(cells.joined(separator: ",\n"))]}
    """
  }

  static func markdown(_ text: String, _ fields: String = "") -> String {
    "{\"cell_type\": \"markdown\", \"metadata\": {}, \"source\": \(JSON.quote(text))\(fields)}"
  }

  static func code(_ text: String, _ fields: String = ", \"metadata\": {}") -> String {
    "{\"cell_type\": \"code\", \"outputs\": [], \"execution_count\": null, \"source\": \(JSON.quote(text))\(fields)}"
  }

  /// The type, text and metadata of each cell.
  private func cells(_ notebook: String) throws -> [[String]] {
    let root = try JSON(parsing: notebook.utf8)
    return (root["cells"]?.array ?? []).map { cell in
      let text = cell["source"]?.string ?? (cell["source"]?.array ?? []).compactMap(\.string).joined()
      return [cell["cell_type"]?.string ?? "", text, cell["metadata"]?.line ?? ""]
    }
  }

  @Test(
    "The content of a Markdown cell stays prose, and is restored unchanged",
    arguments: [
      "Sample:\n\n```swift\nfatalError()\n```\n\ndone", "```{swift}\nfatalError()\n```",
      "~~~swift title=x\nfatalError()\n~~~",
      "- item\n\n  ```swift\n  fatalError()\n  ```", "> ```{=html}\n> <b>\n> ```", "```{=html}\n<i>y</i>\n```",
      "<!-- cell -->\n\nsecond", "<!-- cell {\"a\":1} -->", "<!-- raw cell -->", "---\ntitle: x\n---", "---",
      "    indented",
      "```{.swift .sample}\nx\n```", "",
    ])
  func prose(text: String) throws {
    let jupyter = Self.notebook(Self.markdown(text), Self.code("let a = 1"))
    let ours = try convert(jupyter, "n.ipynb", "n.md")
    let notebook = try parse(ours)
    #expect(notebook.cells.map(\.source) == ["let a = 1"], "\(ours)")
    #expect(notebook.frontMatterLines.isEmpty)
    let back = try cells(try convert(ours, "n.md", "n.ipynb"))
    #expect(back.map { $0[1] } == [text, "let a = 1"], "\(ours)")
    #expect(back.map { $0[0] } == ["markdown", "code"])
  }

  @Test(
    "Whatever a Markdown cell leaves open ends with it, with a notice",
    arguments: [
      "Here is\n\n```\nunclosed", "~~~~python\nx", "<!-- open comment", "<script>\nlet x", "<?php", "<![CDATA[ x",
      "<pre>\nx", "- item\n\n  ```\n  x", "> ~~~~\n> x\n\ntext", "1. ```\n   x\n\n2. two",
      "See[^1].\n\n[^1]: ```\n    x",
      "- two\n    indented\n    ```swift",
    ])
  func unclosed(text: String) throws {
    let jupyter = Self.notebook(
      Self.markdown(text), Self.code("let a = 1"), Self.markdown("prose"), Self.code("let b = 2"))
    let converted = try conversion(jupyter, "n.ipynb", "n.md")
    let notebook = try parse(String(decoding: converted.data, as: UTF8.self))
    #expect(notebook.cells.map(\.source) == ["let a = 1", "let b = 2"])
    #expect(
      converted.notices.count == 1 && converted.notices[0].hasPrefix("n.ipynb, cell 1: ")
        && converted.notices[0].contains(" not closed; "))
  }

  @Test("Inline code of Jupyter's prose is not an inline value, and a notice says so")
  func inlineCode() throws {
    let converted = try conversion(Self.notebook(Self.markdown("so `{swift} x` and ``{swift} y``")), "n.ipynb", "n.md")
    #expect(try parse(String(decoding: converted.data, as: UTF8.self)).inlineValues.isEmpty)
    #expect(
      converted.notices == [
        "n.ipynb, cell 1: `{swift} x` would be an inline value here; it has a blank in front.",
        "n.ipynb, cell 1: `{swift} y` would be an inline value here; it has a blank in front.",
      ])
  }

  @Test("Attachments are embedded by any spelling of their names, and one that is not shown is kept")
  func attachments() throws {
    let cell = Self.markdown(
      "![a b](attachment:a%20b.png) ![x](attachment:x.png) <img src=\"attachment:x.png\">",
      ", \"attachments\": {\"a b.png\": {\"image/png\": \"QQ==\"}, \"x.png\": {\"image/png\": [\"QU\", \"I=\"]}, \"u.png\": {\"image/png\": \"QUJD\"}}"
    )
    let ours = try convert(Self.notebook(cell), "n.ipynb", "n.md")
    #expect(!ours.contains("attachment:") && ours.contains("![a b](data:image/png;base64,QQ==)"))
    #expect(ours.components(separatedBy: "data:image/png;base64,QUI=").count == 3)
    let back = try JSON(parsing: try convert(ours, "n.md", "n.ipynb").utf8)
    #expect(back["cells"]?.array?.first?["attachments"]?.line == "{\"u.png\":{\"image/png\":\"QUJD\"}}")
  }

  @Test("A name in code and one that continues are not attachments")
  func namesThatAreNone() throws {
    let text = "`attachment:x.png` ![](attachment:x.png.jpg)\n\n    attachment:x.png\n\n![](attachment:x.png \"t\")"
    let ours = try convert(
      Self.notebook(Self.markdown(text, ", \"attachments\": {\"x.png\": {\"image/png\": \"QQ==\"}}")), "n.ipynb", "n.md"
    )
    #expect(
      ours
        == "`attachment:x.png` ![](attachment:x.png.jpg)\n\n    attachment:x.png\n\n![](data:image/png;base64,QQ== \"t\")\n"
    )
  }

  @Test(
    "An attachment with an invalid type or content does not leave its link",
    arguments: [
      ("image/png)\n\n```swift\nfatalError()\n```\n\n(", "QQ=="), ("image/png", "QQ)\n\n```swift\nx\n```\n("),
    ])
  func hostileAttachments(type: String, content: String) throws {
    let attachments = ", \"attachments\": {\"x\": {\(JSON.quote(type)): \(JSON.quote(content))}}"
    let ours = try convert(Self.notebook(Self.markdown("![](attachment:x)", attachments)), "n.ipynb", "n.md")
    #expect(try parse(ours).cells.isEmpty)
    let back = try JSON(parsing: try convert(ours, "n.md", "n.ipynb").utf8)
    #expect(back["cells"]?.array?.first?["attachments"]?["x"]?[type]?.string == content)
  }

  @Test("Raw cells keep their formats, types and texts")
  func raw() throws {
    let jupyter = Self.notebook(
      "{\"cell_type\": \"raw\", \"metadata\": {}, \"source\": \"none\\n```\\nx\"}",
      "{\"cell_type\": \"raw\", \"metadata\": {\"format\": \"text/html\"}, \"source\": \"<b>hi</b>\\n\"}",
      "{\"cell_type\": \"raw\", \"metadata\": {\"raw_mimetype\": \"text/x\", \"a\": 1}, \"source\": \"rst\"}",
      Self.code("1"))
    let back = try cells(try convert(try convert(jupyter, "n.ipynb", "n.md"), "n.md", "n.ipynb"))
    #expect(
      back == [
        ["raw", "none\n```\nx", "{}"], ["raw", "<b>hi</b>\n", "{\"format\":\"text/html\"}"],
        ["raw", "rst", "{\"raw_mimetype\":\"text/x\",\"a\":1}"], ["code", "1", "{}"],
      ])
  }

  @Test(
    "Metadata are restored whatever characters they contain",
    arguments: [
      "a\u{7F}b", "\u{85}", "line\u{2028}line", "x\u{FEFF}\u{FFFF}", "-- --!> -->--", "\\--", "é😀", "#: {[\t",
    ])
  func metadataCharacters(text: String) throws {
    let value = JSON.quote(text)
    let jupyter = Self.notebook(
      Self.markdown("One.").replacing("\"metadata\": {}", with: "\"metadata\": {\"m\": \(value)}"),
      Self.code("let a = 1", ", \"metadata\": {\"tags\": [\(value)], \"c\": \(value)}"),
      metadata: ", \"title\": \(value), \"n\": \(value)")
    let ours = try convert(jupyter, "n.ipynb", "n.md")
    let notebook = try parse(ours)
    #expect(notebook.frontMatter.title == text)
    #expect(notebook.cells.map(\.options.tags) == [[text]])
    let back = try JSON(parsing: try convert(ours, "n.md", "n.ipynb").utf8)
    let cells = (back["cells"]?.array ?? []).filter { $0["cell_type"] != "raw" }
    #expect(cells.first?["metadata"]?["m"]?.string == text)
    #expect(cells.last?["metadata"]?["c"]?.string == text)
    #expect(back["metadata"]?["n"]?.string == text)
  }

  @Test("Quarto's options below a separate key are restored after any number of conversions")
  func nestedOptions() throws {
    let ours =
      "```swift\n//| jupyter: {\"a\":1}\n//| echo: false\n//| quarto:\n//|   fig:\n//|     width: 3\nlet a = 1\n```\n"
    var text = ours
    for _ in 0..<2 {
      text = try convert(try convert(text, "n.md", "n.ipynb"), "n.ipynb", "n.md")
      #expect(text == ours)
    }
  }

  @Test("Identifiers, metadata and authors are kept")
  func identifiers() throws {
    let jupyter = Self.notebook(
      Self.markdown("One.", ", \"id\": \"a1\""),
      Self.code("let a = 1", ", \"id\": \"b2\", \"metadata\": {\"x\": {\"y\": [1]}}"),
      metadata: ", \"authors\": [{\"name\": \"Jean\"}], \"colab\": {\"v\": 1}")
    let ours = try convert(jupyter, "n.ipynb", "n.md")
    #expect(try parse(ours).frontMatter.authors == ["Jean"])
    let back = try JSON(parsing: try convert(ours, "n.md", "n.ipynb").utf8)
    let cells = (back["cells"]?.array ?? []).filter { $0["cell_type"] != "raw" }
    #expect(cells.map { $0["id"]?.string } == ["a1", "b2"])
    #expect(cells.last?["metadata"]?.line == "{\"x\":{\"y\":[1]}}")
    #expect(back["metadata"]?["authors"]?.line == "[{\"name\":\"Jean\"}]")
    #expect(back["metadata"]?["colab"]?.line == "{\"v\":1}")
  }

  @Test("Dropped outputs are reported by the numbers of their cells")
  func outputs() throws {
    let output = "\"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"hi\"}]"
    let cell = "{\"cell_type\": \"code\", \"metadata\": {}, \"source\": \"1\", \(output)}"
    let converted = try conversion(Self.notebook(Self.markdown("One."), cell, cell), "n.ipynb", "n.md")
    #expect(
      converted.notices == ["n.ipynb, cells 2, 3: Outputs are dropped; run the notebook to get them."])
  }

  @Test("A cell in a list, quote or footnote is separate in Jupyter, with a notice, and is restored to its place")
  func containers() throws {
    let text =
      "Text[^n].\n\n[^n]: A note:\n\n    ```swift\n    let n = 1\n    ```\n\n- item\n  ```swift\n  let l = 1\n  ```\n  more\n"
    let converted = try conversion(text, "n.md", "n.ipynb")
    let jupyter = String(decoding: converted.data, as: UTF8.self)
    #expect(
      converted.notices.map { $0.prefix(9) } == ["n.md:5: T", "n.md:10: "]
        && converted.notices.allSatisfy { $0.hasSuffix("in Jupyter it is a separate cell between the parts.") })
    #expect(
      try cells(jupyter).map { $0[1] } == ["Text[^n].\n\n[^n]: A note:", "let n = 1", "- item", "let l = 1", "more"])
    #expect(try convert(jupyter, "n.ipynb", "n.md") == text)
  }

  @Test(
    "Quotes below one another stay two, and the parts of one stay one",
    arguments: [
      "> ```swift\n> 1\n> ```\n\n> ```swift\n> 2\n> ```\n", "> a\n\n> ```swift\n> 1\n> ```\n",
      "> ```swift\n> 1\n> ```\n\n> b\n",
    ])
  func quotes(text: String) throws {
    let again = try convert(try convert(text, "n.md", "n.ipynb"), "n.ipynb", "n.md")
    #expect(try content(again) == content(text))
  }

  @Test("A report in Jupyter has its values instead of expressions, and its references resolved")
  func report() throws {
    let text = "---\ntitle: \"T `{swift} b`\"\n---\n\nSo `{swift} a`, @fig-x.\n\n```swift\n//| label: fig-x\n1\n```\n"
    var report = try NotebookKitTests.report(text, [CellRecord(status: .succeeded, outputs: [], duration: 1)])
    report.inlineResults = [0: .value(MIMEBundle(plainText: "A")), 1: .value(MIMEBundle(plainText: "B"))]
    let jupyter = String(decoding: JupyterExport.data(report), as: UTF8.self)
    #expect(try cells(jupyter)[1][1] == "So A, Figure 1.")
    #expect(try JSON(parsing: jupyter.utf8)["metadata"]?["title"] == "T B")
  }
}
