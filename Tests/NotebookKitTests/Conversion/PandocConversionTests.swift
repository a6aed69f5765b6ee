import Foundation
import NotebookKit
import Testing

@Suite("Pandoc's Markdown in other formats")
struct PandocConversionTests {
  @Test(
    "It survives a round trip byte by byte",
    arguments: [
      "::: {.callout-note title=\"A\"}\nB\n:::\n", "::: {.panel-tabset}\n## A\n\n```swift\n1\n```\n\n## B\n\n:::\n",
      ":::: {.columns}\n::: {.column width=\"50%\"}\nA\n:::\n::::\n",
      "![A](b.png){#fig-a width=50%}\n\nSee [@fig-a; @fig-b].\n",
      "T\n:   d\n\n    e\n", "| a |\n|---|\n| 1 |\n\n: c {#tbl-a}\n", "a^[b] [c]{.d} `e`{.f} :tada:\n",
      "{{< include _a.md >}}\n\n{{< meta title >}}\n", "## A {#sec-a .unnumbered}\n", "```{dot}\ndigraph {}\n```\n",
      "a<br>b\n\n<details><summary>c</summary>\n\nd\n\n</details>\n", "```{=html}\n<b>a</b>\n```\n",
      "```{.python .sample}\na\n```\n", "```{.swift .sample}\na\n```\n",
    ], ["ipynb", "qmd"])
  func roundTrip(text: String, format: String) throws {
    #expect(try convert(try convert(text, "n.md", "n.\(format)"), "n.\(format)", "n.md") == text)
  }

  @Test("A group of references is what it shows in the Markdown of a report")
  func references() throws {
    let notebook = try parse(
      "![A](a.png){#fig-a}\n\n![B](b.png){#fig-b}\n\nSee *[@fig-a; Pic. @fig-b]* and $x$ [-@fig-a].\n")
    let report = Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
    let text = String(decoding: MarkdownExport.export(report, folder: "f").markdown, as: UTF8.self)
    #expect(text.contains("See *Figure 1, Pic. 2* and $x$ 1."))
  }

  @Test("Shortcodes that mean the same here are not said to be shown as they are")
  func notices() throws {
    let text = "{{< meta title >}}\n\n{{< lipsum 1 >}}\n"
    #expect(
      try conversion(text, "n.qmd", "n.md").notices == [
        "n.qmd:3: `{{< lipsum 1 >}}` is a Quarto shortcode; Etude shows it as text."
      ])
  }
}
