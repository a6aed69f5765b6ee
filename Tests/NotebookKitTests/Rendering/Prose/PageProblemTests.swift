import Foundation
import NotebookKit
import Testing

@Suite("Elements that a page cannot show as intended")
struct PageProblemTests {
  private func warnings(_ text: String) throws -> [String] {
    NotebookReview.warnings(about: try parse(text)).map(\.description)
  }

  @Test(
    "They are reported with their line and remedy",
    arguments: [
      (
        "a\n\n::: {.callout-note}\nb\n",
        "3: warning: The division `callout-note` is never closed. End it with a line `:::`."
      ),
      (
        "a\n\n:::\n",
        "3: warning: The line `:::` closes nothing. Remove it, or open a division above, as in `::: {.callout-note}`."
      ),
      ("::: {.a b\n:::\n", "1: warning: `{.a b` is not an attribute list. Write it as in `{#fig-x .wide width=50%}`."),
      (
        "a\n[b](#top){width 50%}\n",
        "2: warning: `{width 50%}` is not an attribute list. Write it as in `{#fig-x .wide width=50%}`."
      ),
      (
        "::: {layout=\"[a]\"}\nb\n:::\n",
        "1: warning: The layout `layout=[a]` cannot be read. Write it as in `layout-ncol=2` or `layout=\"[60,40]\"`."
      ),
      (
        "a\n\n<div>\n\nb\n",
        "3: warning: The element `<div>` is never closed; it ends before the next heading or cell. Add `</div>`."
      ),
      (
        "{{< foo b >}}\n",
        "1: warning: `{{< foo b >}}` is an unknown shortcode and is shown as text."
      ),
      (
        "{{< meta nope >}}\n",
        "1: warning: The front matter has no `nope`, which `meta` inserts. Add it, or correct the name."
      ),
      (
        "{{< include no.md >}}\n",
        "1: warning: The file `no.md` is not included: there is no such file. Correct the name, which is relative to the notebook's folder."
      ),
      (
        "{{< include ../no.md >}}\n",
        "1: warning: The file `../no.md` is not included: it is outside the notebook's folder. Copy it there."
      ),
      (
        "{{< video no.mp4 >}}\n",
        "1: warning: The file `no.mp4` is shown as a link and does not play: there is no such file. Correct the name, which is relative to the notebook's folder."
      ),
      (
        "```mermaid\na\n```\n",
        "1: warning: The diagram of `mermaid` is shown as its code: Mermaid needs a browser to draw. Draw it in `dot`, or add an image."
      ),
      (
        "a\n\n::: {.callout-bogus}\nb\n:::\n",
        "3: warning: The callout `callout-bogus` is unknown. Use `callout-note`, `-tip`, `-important`, `-warning` or `-caution`."
      ),
      (
        "# A {#sec-a}\n\n::: {#sec-a}\nb\n:::\n",
        "3: warning: The label `sec-a` is already used on line 1, and references link there. Rename this one."
      ),
      (
        "```swift\n//| label: fig-a\n1\n```\n\n![x](data:image/png;base64,QQ==){#fig-a}\n",
        "6: warning: The label `fig-a` is already used on line 1, and references link there. Rename this one."
      ),
      (
        "@fig-p-1 is no part.\n",
        "1: warning: No figure, table, equation or section is called `fig-p-1`; add it as a `label` or `{#…}`."
      ),
      (
        "@thm-x\n",
        "1: warning: No figure, table, equation or section is called `thm-x`; add it as a `label` or `{#…}`."
      ),
      (
        "See [@fig-a; @fig-b].\n\n![x](data:image/png;base64,QQ==){#fig-a}\n",
        "1: warning: No figure, table, equation or section is called `fig-b`; did you mean `fig-a`?"
      ),
    ])
  func problem(text: String, message: String) throws { #expect(try warnings(text) == ["lesson.md:" + message]) }

  @Test(
    "Correct text gives no warning",
    arguments: [
      "::: {.a}\n::: b\nc\n:::\n:::\n", "<div>\n\na\n\n</div>\n", "<p>a\n", "[a](#top){.b}\n", "a<br>b <kbd>c</kbd>\n",
      "T\n: d\n", "[a](#top){}\n", "| a |\n|---|\n| 1 |\n\n: c {#tbl-a}\n", "a^[b] :tada:\n",
    ])
  func silence(text: String) throws { #expect(try warnings(text).isEmpty) }

  @Test("The rest of the page is unaffected by an error")
  func rest() throws {
    let page = try content("::: {.a b\nOne.\n\n## Two\n\n:::\n\n:::\n\n```swift\n1\n```\n\n<div>\n\nThree.\n")
    #expect(page.contains("<p>One.</p>") && page.contains("id=\"two\"") && page.contains("data-cell=\"1\""))
    #expect(page.contains("<p>Three.</p>"))
  }
}
