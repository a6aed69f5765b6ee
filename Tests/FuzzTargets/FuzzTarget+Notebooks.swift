import Foundation
import NotebookKit

extension FuzzTarget {
  /// Notebooks and the formats that they are converted from.
  static let notebooks: [FuzzTarget] = [
    FuzzTarget(
      "markdown",
      texts: [
        "# Title\n\nSome *prose* with `{swift} 1 + 1`, $x^2$, a [link](a.md), @fig-one and a note[^1].\n\n[^1]: Note.\n",
        "```swift\n//| label: fig-one\n//| fig-cap: \"Cap\"\nlet a = 1\n```\n\n> [!NOTE]\n> - [x] task\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n",
        "<!-- comment --><div>\n\n~~~~\nfence\n~~~~\n\n![alt](p.png){width=1}\n\n$$\n\\frac{a}{b}\n$$\n",
        "::: {#fig-p layout-ncol=2}\n![A](a.png){#fig-a}\n\nB\n:::\n\nTerm\n:   Def [a *b*]{.c}^[note]\n\n| a |\n|---|\n| 1 |\n\n: Cap {#tbl-x}\n",
        "{{< include a.md >}}\n\n- ::: {.callout-tip title=\"x\"}\n  [@fig-a; @fig-b] :tada: `<b>`{=html}\n  :::\n",
      ]
    ) { text in
      _ = ReportRenderer().html(try report(text))
    },
    FuzzTarget(
      "front-matter",
      texts: [
        "title: A title\nauthor: [Ada, {name: Bob}]\nparams:\n  hop: 512\n  rates: [0.5, 1]\nexecute:\n  echo: false\n  verify: digits 5",
        "a: &x [1, 2]\nb: *x\nseed: 0x1F\ncode-fold: true\nlang: de-CH\nhtml: raw\njupyter: {kernelspec: {name: swift}}",
      ]
    ) { text in
      _ = try notebook("---\n\(text)\n---\n\nText\n")
    },
    FuzzTarget(
      "cell-options",
      texts: [
        "label: fig-a\nfig-cap: \"A\"\ntags: [a, b]\ntimeout: 3\nexpect: trap",
        "verify: digits 3\noutput: asis\neval: false",
      ]
    ) { text in
      let options = text.split(separator: "\n", omittingEmptySubsequences: false).map {
        "//| \($0)"
      }
      _ = try notebook("```swift\n\(options.joined(separator: "\n"))\n1\n```\n")
    },
    FuzzTarget(
      "ipynb",
      texts: [
        #"""
        {"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# T\n", "![](attachment:a.png)"],
         "attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}}, {"cell_type": "code", "execution_count": 1,
         "metadata": {"tags": ["a"]}, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}],
         "source": "//| label: a\nlet x = 1"}, {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": "<b>"}],
         "metadata": {"kernelspec": {"language": "swift", "name": "swift"}}, "nbformat": 4, "nbformat_minor": 5}
        """#
      ]
    ) { text in
      try convert(text, from: "ipynb")
    },
    FuzzTarget(
      "qmd",
      texts: [
        "---\ntitle: T\nformat: html\n---\n\n::: {.callout-note}\nText\n:::\n\n```{swift}\n#| label: a\n#| echo: false\nlet x = 1\n```\n",
        "```{=html}\n<b>\n```\n\n@fig-a\n\n`{swift} x`\n",
      ]
    ) { text in
      try convert(text, from: "qmd")
    },
    FuzzTarget(
      "swift",
      texts: [
        "let a = #\"x \\#(b + \"\\(c)\")\"#\n/* /* */ */ func f<T>(_ x: T) -> [T] where T: P { x /a+b/ ? 1 : 0x1p3 }\n",
        "public private(set) var x: Int { get async throws { try await y } }\n\"\"\"\n  text\n  \"\"\"; #/re(gex)/#; guard let z else { }",
      ]
    ) { text in
      let source = SwiftSource(text)
      precondition(source.tokens.map { source.text(of: $0) }.joined().utf8.elementsEqual(text.utf8))
      _ = AccessModifiers.blank(text)
      _ = CellReferences(text: text, items: [])
      let item = TopLevelItem(kind: .expression, range: 0..<text.utf8.count, text: text)
      _ = CellRewriter(fileName: "n.md").module(
        source: text, line: 3, items: [item], prologue: ["import Etude"])
    },
    FuzzTarget(
      "syntax-dump",
      texts: [
        #"{"_kind": "source_file", "items": [{"_kind": "func_decl", "range": {"start": 0, "end": 5}, "name": {"base_name": {"name": "f"}}}]}"#,
        #"{"_kind": "source_file", "items": [{"_kind": "top_level_code_decl", "range": {"start": 12, "end": 17}, "body": {"elements": []}}]}"#,
      ]
    ) { text in
      _ = try SyntaxDump.items(
        of: Data(text.utf8), source: "func f() {}\nprint(1)\nvar x = \"é\"\n")
    },
  ]

  static func notebook(_ text: String) throws -> Notebook {
    try NotebookParser.parse(source: Data(text.utf8), file: URL(filePath: "/nowhere/n.md"))
  }

  static func report(_ text: String, _ records: [CellRecord] = []) throws -> Report {
    let notebook = try notebook(text)
    return Report(
      notebook: notebook, parameters: notebook.frontMatter.parameters, records: records,
      stamp: Stamp(),
      isRunning: false)
  }

  /// Converts a foreign notebook, and the result back.
  private static func convert(_ text: String, from format: String) throws {
    let (foreign, ours) = (URL(filePath: "/nowhere/n.\(format)"), URL(filePath: "/nowhere/n.md"))
    let converted = try NotebookConverter.convert(Data(text.utf8), file: foreign, to: ours)
    _ = try NotebookConverter.convert(converted.data, file: ours, to: foreign)
  }
}
