import NotebookKit
import Testing

@Suite("Divisions between lines of colons")
struct DivisionTests {
  @Test("Every kind of callout is a box", arguments: ["note", "tip", "important", "warning", "caution"])
  func kinds(kind: String) throws {
    let page = try content("::: {.callout-\(kind)}\nMind *this*.\n\n- one\n:::\n\nAfter.\n")
    let name = kind.prefix(1).uppercased() + kind.dropFirst()
    #expect(page.contains("<div class=\"callout callout-\(kind)\" role=\"note\" aria-label=\"\(name)\">"))
    #expect(page.contains("<p class=\"kind\">\(name)</p>\n<p>Mind <em>this</em>.</p>\n<ul>"))
    #expect(page.contains("</div>\n<p>After.</p>"))
  }

  @Test("A callout has the title of its attribute or of its first heading, and no entry in the contents")
  func titles() throws {
    let page = try content(
      "## One\n\n::: {.callout-tip title=\"A *word*\"}\na\n:::\n\n::: callout-note\n## Head `x`\nb\n:::\n\n## Two\n")
    #expect(page.contains("<p class=\"kind\">A <em>word</em></p>\n<p>a</p>"))
    #expect(page.contains("<p class=\"kind\">Head <code>x</code></p>\n<p>b</p>"))
    #expect(!page.contains("#head"))
  }

  @Test("A division has its language and direction, if it is one")
  func direction() throws {
    let page = try content("::: {lang=ar dir=rtl}\na\n:::\n\n::: {dir=\"up\"}\nb\n:::\n")
    #expect(page.contains("<div dir=\"rtl\" lang=\"ar\">\n<p>a</p>") && page.contains("<div>\n<p>b</p>"))
  }

  @Test("A callout that folds is closed unless it says otherwise")
  func folding() throws {
    let page = try content(
      "::: {.callout-note collapse=\"true\"}\na\n:::\n\n::: {.callout-tip collapse=false}\nb\n:::\n")
    #expect(page.contains("<details class=\"callout callout-note\">\n<summary class=\"kind\">Note</summary>"))
    #expect(page.contains("<details class=\"callout callout-tip\" open>"))
  }

  @Test("Columns and layouts stand in rows, with widths in classes")
  func columns() throws {
    let page = try html(
      ":::: {.columns}\n::: {.column width=\"30%\"}\nA\n:::\n::: {.column width=\"70%\"}\nB\n:::\n::::\n\n"
        + "::: {layout=\"[[60,40],[1]]\"}\nC\n\nD\n\nE\n:::\n\n::: {layout-ncol=2}\nF\n\nG\n\nH\n:::\n")
    #expect(page.contains("<div class=\"row\">\n<div class=\"w30\">\n<p>A</p>\n</div>\n<div class=\"w70\">"))
    #expect(page.contains("<div class=\"w60\">\n<p>C</p>\n</div>\n<div class=\"w40\">\n<p>D</p>\n</div>\n</div>"))
    #expect(page.contains("<div>\n<p>H</p>\n</div>\n<div></div>\n</div>"))
    #expect(page.contains(".row>.w30{flex:30 1 0}"))
  }

  @Test("Tabs have the titles of their headings, and the first is shown")
  func tabs() throws {
    let page = try content("## H\n\n## I\n\n::: {.panel-tabset}\n## One\na\n\n## *Two*\nb\n:::\n")
    #expect(
      page.contains("<input type=\"radio\" name=\"tabs:1\" id=\"tabs:1:1\" checked><label for=\"tabs:1:1\">One</label>")
    )
    #expect(page.contains("<label for=\"tabs:1:2\"><em>Two</em></label>\n<section>\n<p>b</p>\n</section>"))
    #expect(!page.contains("href=\"#one\""))
  }

  @Test("What is for other formats is not on the page")
  func conditions() throws {
    let page = try content(
      "::: {.content-visible when-format=\"pdf\"}\nA1\n:::\n\n::: {.content-visible when-format=\"html\"}\nA2\n:::\n\n"
        + "::: {.content-hidden when-format=\"html\"}\nA3\n:::\n\n::: {.content-hidden unless-format=\"html\"}\nA4\n:::\n"
    )
    #expect(!page.contains("A1") && page.contains("A2") && !page.contains("A3") && page.contains("A4"))
  }

  @Test("Cells run in divisions, and divisions stand in lists and quotations")
  func nesting() throws {
    let page = try content(
      "- item\n\n  ::: {.callout-note}\n  In a list.\n  :::\n\n> ::: {.callout-tip}\n> Quoted.\n> :::\n\n"
        + "::::: {.callout-warning}\n::: {.x}\n```swift\n1\n```\n:::\n:::::\n")
    #expect(page.contains("<li><p>item</p>\n<div class=\"callout callout-note\""))
    #expect(page.contains("<blockquote>\n<div class=\"callout callout-tip\""))
    #expect(page.contains("<div class=\"x\">\n<div class=\"cell"))
  }

  @Test("A division may begin behind the mark of a list's item")
  func items() throws {
    let page = try content("- ::: {.callout-note}\n  A\n  :::\n- ::: x\n  B\n  :::\n")
    #expect(page.contains("<li><div class=\"callout callout-note\"") && page.contains("<li><div class=\"x\">"))
  }

  @Test("Colons in code, and a sentence behind colons, are text")
  func noDivisions() throws {
    let page = try content("```text\n::: {.callout-note}\n:::\n```\n\n::: is used here to show something\n")
    #expect(page.contains("<code>::: {.callout-note}\n:::\n</code>"))
    #expect(page.contains("<p>::: is used here to show something</p>"))
  }

  @Test("A page without divisions carries no styles for them")
  func styles() throws {
    #expect(!(try html("Text\n").contains(".tabs")))
    #expect(try html("::: {.columns}\na\n:::\n").contains(".tabs"))
  }

  @Test(
    "Divisions are read in linear time, however many there are and however deep they nest",
    arguments: [
      String(repeating: "::: {.a}\n", count: 20_000), String(repeating: ":::\n", count: 20_000),
      String(repeating: "::: {.a}\nb\n:::\n", count: 10_000), String(repeating: "T\n:   d\n\n", count: 10_000),
      String(repeating: "[", count: 50_000) + String(repeating: "]{.a}", count: 50_000),
      String(repeating: "{{< ", count: 50_000), String(repeating: "[@fig-a; ", count: 30_000),
      String(repeating: "a^[", count: 30_000) + String(repeating: "]", count: 30_000),
      String(repeating: "![](a){", count: 30_000), "# T " + String(repeating: "{#a ", count: 30_000),
      "# T " + String(repeating: "{#a} ", count: 30_000), "# T" + String(repeating: "a{#a}", count: 30_000),
    ])
  func large(text: String) throws { #expect(try html("# T\n\n" + text + "\n\nThe end.\n").contains("<title>")) }
}
