import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Pandoc's marks in a report for GitHub and Jupyter")
struct ForeignMarkupTests {
  /// The notebook in a folder with some files as Markdown for GitHub.
  private func export(_ text: String, files: [String: String] = [:]) throws -> String {
    try withTemporaryFolder { folder in
      String(decoding: MarkdownExport.export(try report(text, files, folder), folder: "f").markdown, as: UTF8.self)
    }
  }

  private func report(_ text: String, _ files: [String: String], _ folder: URL) throws -> Report {
    for (name, file) in files { try Data(file.utf8).write(to: folder.appending(path: name)) }
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "n.md"))
    return Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
  }

  private static let works = [
    "r.bib": "@book{a, author={Ann Ado}, title={T}, year={1990}}\n@book{b, author={Ben Bo}, title={U}, year={1991}}\n"
  ]

  @Test(
    "Each becomes the form that GitHub shows",
    arguments: [
      (
        "::: {.callout-note title=\"A *b*\"}\nC\n\n- d\n:::\n\nE\n",
        "> [!NOTE]\n> **A *b***\n>\n> C\n> \n> - d\n\n\nE\n"
      ),
      ("- a\n\n  ::: {.callout-tip}\n  b\n  :::\n", "- a\n\n  > [!TIP]\n  > b\n  \n"),
      ("- a\n\n  ::: {.callout-tip}\n  b\n\n  c\n  :::\n", "- a\n\n  > [!TIP]\n  > b\n  > \n  > c\n  \n"),
      (
        "::: {.callout-tip}\n```{#lst-a .python lst-cap=\"C\"}\na\n```\n:::\n",
        "> [!TIP]\n> **Listing 1**: C\n> \n> ```python\n> a\n> ```\n"
      ),
      ("> ::: {.callout-tip}\n> b\n> :::\n", "> > [!TIP]\n> > b\n> \n"),
      ("::: {.x}\n::: y\na\n:::\n:::\n", "a\n"),
      ("a\n\n::: {.content-hidden}\nb {#x}\n:::\n\nc\n", "a\n\n\n\n\n\nc\n"),
      ("::: {.content-visible when-format=\"pdf\"}\nb\n:::\n\nc\n", "c\n"),
      (
        "# A {#sec-a .unnumbered}\n\n`a`{.b} [c](#top){.d} [e]{.mark} [f]{.g}\n",
        "# A\n\n`a` [c](#top) <mark>e</mark> f\n"
      ),
      ("![A *b*](c.png){#fig-a width=50%}\n\nSee @fig-a.\n", "![A *b*](c.png)\n\n**Figure 1**: A b\n\nSee Figure 1.\n"),
      ("| a |\n|---|\n| 1 |\n: c {#tbl-a}\n", "| a |\n|---|\n| 1 |\n\n**Table 1**: c\n"),
      ("T\n:   d\n\n    e\n", "**T**\n\n-   d\n\n    e\n"),
      ("a^[b *c*] d\n", "a[^within-1] d\n\n[^within-1]: b *c*\n"),
      ("$$\nx\n$$ {#eq-x}\n\n@eq-x\n", "$$\nx\n\\tag{1}$$\n\nEquation 1\n"),
      ("{{< pagebreak >}}\n\n{{< video a.mp4 title=\"T\" >}} {{< kbd A >}}\n", "[T](<a.mp4>) <kbd>A</kbd>\n"),
      (
        "```{.python filename=\"a.py\"}\na\n```\n\n```{=html}\n<b>\n```\n",
        "```python\na\n```\n\n```{=html}\n<b>\n```\n"
      ),
      (
        "::: {#fig-p layout-ncol=2}\n![A](a.png)\n\n![B](b.png)\n\nBoth.\n:::\n",
        "![A](a.png)\n\n![B](b.png)\n\n**Figure 1**: Both.\n"
      ),
      ("H~2~O x^2^ ~a~\n\n\\newpage\n", "H<sub>2</sub>O x<sup>2</sup> ~a~\n"),
      ("::: {#thm-a name=\"N\"}\nb\n:::\n\n@thm-a\n", "**Theorem 1** (N)\n\nb\n\n\nTheorem 1\n"),
      ("::: {#thm-a}\n## N *o*\n\nb\n:::\n", "**Theorem 1** (N *o*)\n\nb\n"),
      ("::: {.proof}\nb\n:::\n", "*Proof*\n\nb\n"), ("::: {.remark name=\"R\"}\nb\n:::\n", "*Remark* (R)\n\nb\n"),
      ("::: {.remark}\n### S ###\nb\n:::\n", "*Remark* (S)\n\nb\n"),
      ("> ::: {.proof}\n> P\n> ===\n>\n> b\n> :::\n", "> *Proof* (P)\n> \n>\n> b\n> \n"),
      ("::: {.callout-tip}\n## A `b` {.c}\n\nd\n:::\n", "> [!TIP]\n> **A `b`**\n> \n> d\n"),
      ("::: {.callout-tip}\n## **A** b\nd\n:::\n", "> [!TIP]\n> **A** b\n> \n> d\n"),
      (
        "::: {#tbl-a tbl-cap=\"C\"}\n| a |\n|---|\n:::\n\n::: {#fig-a fig-cap=\"D\"}\n![](b.png)\n:::\n",
        "**Table 1**: C\n\n| a |\n|---|\n\n\n\n![](b.png)\n\n**Figure 1**: D\n"
      ),
      (
        "---\nnumber-sections: true\n---\n# T\n\n## A {#sec-a}\n\n::: {.callout-tip}\n## B\n:::\n\nC\n---\n\n"
          + "## D {.unnumbered}\n\n### E\n\n@sec-a\n",
        "# T\n\n## 1 A\n\n> [!TIP]\n> **B**\n\n\n2 C\n---\n\n## D\n\n### 2.1 E\n\nSection 1\n"
      ),
      ("```{#lst-a .python lst-cap=\"C\"}\na\n```\n", "**Listing 1**: C\n\n```python\na\n```\n"),
      ("---\nquarto:\n  k: a*b\n---\n{{< meta k >}}\n", "a*b\n"), ("a [b]{c} d{e}\n", "a [b]{c} d{e}\n"),
    ])
  func gitHub(text: String, markdown: String) throws {
    #expect(try export(text).trimmingCharacters(in: .newlines) == markdown.trimmingCharacters(in: .newlines))
  }

  @Test("Citations are in parentheses, and the list of works where its author wants it")
  func citations() throws {
    let front = "---\nbibliography: r.bib\n---\n"
    let text = try export(front + "[see @a, p. 3; -@b] and @b [-@a] *[@a]*\n", files: Self.works)
    #expect(
      text.hasPrefix("(see Ado 1990, p. 3; 1991) and Bo (1991) (1990) *(Ado 1990)*\n\n## References\n\nAdo, Ann."))
    let placed = try export(front + "@a\n\n::: {#refs}\n:::\n\nEnd.\n", files: Self.works)
    #expect(placed.hasPrefix("Ado (1990)\n\nAdo, Ann. 1990.") && placed.hasSuffix("End.\n"))
    #expect(!placed.contains("## References"))
  }

  @Test("An included file is inserted with its own marks, and with references resolved")
  func includes() throws {
    let files = [
      "_a.md": "---\ntitle: no\n---\n::: {.callout-tip}\nSee @fig-a.\n:::\n", "_b.md": "{{< include _b.md >}}\n",
      "_c.md": "c\n\n{{< include _d.md >}}\n", "_d.md": "d^2^\n",
    ]
    let text = try export("![A](a.png){#fig-a}\n\n- b\n\n  {{< include _a.md >}}\n", files: files)
    #expect(text.contains("- b\n\n  > [!TIP]\n  > See Figure 1.\n"))
    let nested = try export("::: {.callout-tip}\n{{< include _c.md >}}\n:::\n", files: files)
    #expect(nested.hasPrefix("> [!TIP]\n> c\n> \n> d<sup>2</sup>\n"))
    #expect(try export("{{< include _b.md >}}\n", files: files).contains("{{< include _b.md >}}"))
    #expect(try export("{{< include no.md >}}\n").contains("{{< include no.md >}}"))
  }

  @Test("Headings of included files have their sections' numbers, and hidden ones take theirs along")
  func sectionNumbers() throws {
    let files = ["_a.md": "## B\n\n{{< include _b.md >}}\n\n## D\n", "_b.md": "### C\n"]
    let text = try export(
      "---\ntitle: T\nnumber-sections: true\n---\n## A\n\n{{< include _a.md >}}\n\n::: {.content-hidden}\n## E\n\n"
        + "{{< include _a.md >}}\n:::\n\n## F\n", files: files)
    #expect(text.split(separator: "\n") == ["# T", "## 1 A", "## 2 B", "### 2.1 C", "## 3 D", "## 7 F"])
  }

  @Test("Captions of a cell's code, figures and tables stand beside it")
  func captions() throws {
    let text =
      "```swift\n//| lst-label: lst-a\n//| lst-cap: Code\n//| label: tbl-b\n//| tbl-cap: Numbers\n1\n```\n\n@lst-a\n"
    #expect(try export(text).hasPrefix("**Listing 1**: Code\n\n```swift\n1\n```\n\n**Table 1**: Numbers\n\nListing 1"))
    #expect(try export("```swift\n//| lst-cap: Code\n//| echo: false\n1\n```\n") == "\n")
    let json = try withTemporaryFolder {
      String(decoding: JupyterExport.data(try report(text, [:], $0)), as: UTF8.self)
    }
    let listing = try #require(json.range(of: "\"**Listing 1**: Code\""))
    let caption = try #require(json.range(of: "\"**Table 1**: Numbers\""))
    let code = try #require(json.range(of: "lst-cap: Code"))
    #expect(listing.upperBound < code.lowerBound && code.upperBound < caption.lowerBound)
  }

  @Test("A cell in a division that is not shown is not shown")
  func hiddenCells() throws {
    let text = "a\n\n::: {.content-hidden}\n```swift\n1\n```\n:::\n\n```swift\n2\n```\n"
    #expect(try !export(text).contains("```swift\n1") && export(text).contains("```swift\n2"))
  }

  @Test("Jupyter gets quotations for callouts, parentheses for notes, and the list of works as a cell")
  func jupyter() throws {
    let json = try withTemporaryFolder { folder in
      let text = "---\nbibliography: r.bib\n---\n::: {.callout-note}\n@a^[b]\n:::\n\n[c]{.x}\n"
      return String(decoding: JupyterExport.data(try report(text, Self.works, folder)), as: UTF8.self)
    }
    #expect(json.contains("> **Note**\\n") && json.contains("> Ado (1990) (b)\\n") && json.contains("\"c\""))
    #expect(json.contains("## References"))
  }
}
