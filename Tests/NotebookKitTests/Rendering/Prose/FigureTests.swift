import Foundation
import NotebookKit
import Testing

@Suite("Images, tables and what refers to them")
struct FigureTests {
  private static let picture = "data:image/png;base64,QQ=="

  @Test("An image with a name is a figure with a number and the attributes of its braces")
  func figure() throws {
    let page = try content(
      "![A *word*](\(Self.picture)){#fig-x .wide width=50% fig-alt=\"It shows.\"}\n\nSee @fig-x.\n")
    #expect(page.contains("<figure id=\"fig-x\">\n<img src=\"\(Self.picture)\" alt=\"It shows.\" class=\"wide w50\">"))
    #expect(page.contains("<figcaption><b>Figure 1</b>: A <em>word</em></figcaption>"))
    #expect(page.contains("See <a class=\"ref\" href=\"#fig-x\">Figure 1</a>."))
  }

  @Test(
    "Lengths are numbers of pixels, whatever their unit",
    arguments: [("300", 300), ("300px", 300), ("1in", 96), ("2.54cm", 96)])
  func lengths(width: String, pixels: Int) throws {
    #expect(try content("a ![p](\(Self.picture)){width=\(width)}\n").contains(" width=\"\(pixels)\">"))
  }

  @Test("Figures of cells and of prose are counted together, in the order of the text")
  func counting() throws {
    let page = try content(
      "![A](\(Self.picture)){#fig-a}\n\n```swift\n//| label: fig-b\n1\n```\n\n![C](\(Self.picture)){#fig-c}\n\n"
        + "@fig-a, @fig-b, @fig-c\n")
    #expect(page.contains(">Figure 1</a>, <a class=\"ref\" href=\"#fig-b\">Figure 2</a>, "))
    #expect(page.contains("<b>Figure 3</b>: C"))
  }

  @Test("The parts of a figure have letters, and its last paragraph is its caption")
  func panel() throws {
    let page = try content(
      "::: {#fig-p layout-ncol=2}\n![One](\(Self.picture)){#fig-a}\n\n![Two](\(Self.picture)){#fig-b}\n\nBoth.\n:::\n\n"
        + "@fig-p, @fig-b, [@fig-a; @fig-b], [-@fig-p], [Pic. @fig-p]\n")
    #expect(page.contains("<figure id=\"fig-p\">\n<div class=\"row\">\n<div>\n<figure id=\"fig-a\">"))
    #expect(page.contains("<figcaption><b>(a)</b> One</figcaption>"))
    #expect(page.contains("<figcaption><b>Figure 1</b>: Both.</figcaption>"))
    #expect(
      page.contains(
        "<a class=\"ref\" href=\"#fig-b\">Figure 1 (b)</a>, <a class=\"ref\" href=\"#fig-a\">Figure 1 (a)</a>, "))
    #expect(page.contains(">1</a>, <a class=\"ref\" href=\"#fig-p\">Pic. 1</a>"))
  }

  @Test(
    "A table has the caption below or above it",
    arguments: [
      "| a |\n|---|\n| 1 |\n\n: Words *x* {#tbl-x}\n", "| a |\n|---|\n| 1 |\n: Words *x* {#tbl-x}\n",
      ": Words *x* {#tbl-x}\n\n| a |\n|---|\n| 1 |\n", "| a |\n|---|\n| 1 |\n\nTable: Words *x* {#tbl-x}\n",
    ])
  func table(text: String) throws {
    let page = try content(text + "\nSee @tbl-x.\n")
    #expect(page.contains("<div class=\"scroll\" id=\"tbl-x\""))
    #expect(page.contains("<caption><b>Table 1</b>: Words <em>x</em></caption>"))
    #expect(page.contains("href=\"#tbl-x\">Table 1</a>") && page.contains("<td>1</td></tr>\n</tbody>"))
  }

  @Test("A caption without a name has no number")
  func unnumbered() throws {
    #expect(try content("| a |\n|---|\n| 1 |\n\n: Words\n").contains("<caption>Words</caption>"))
  }

  @Test(
    "Attributes belong to headings, spans, links and code",
    arguments: [
      ("## A {#b .c}\n\n## D\n", "<h2 id=\"b\">"), ("## A (b){#c}\n\n## D\n", "<h2 id=\"c\">"),
      ("## A b{#d}\n\n## E\n", "<h2 id=\"d\">"),
      ("[a *b*]{.x #y lang=de}\n", "<span id=\"y\" class=\"x\" lang=\"de\">a <em>b</em></span>"),
      ("[a]{.mark}\n", "<mark>a</mark>"), ("[a](https://x.y){.ext}\n", "<a href=\"https://x.y\" class=\"ext\">a</a>"),
      ("`a`{.python} b\n", "<code>a</code> b"), ("`<b>x</b>`{=html}\n", "<b>x</b>"), ("`\\x`{=latex}.\n", "<p>.</p>"),
      (
        "```{.python filename=\"a.py\"}\n1\n```\n",
        "<p class=\"filename\">a.py</p>\n<pre class=\"sample\" tabindex=\"0\"><code>1"
      ),
      ("## A {.unlisted}\n\n## B\n\n## C\n", "<h2 id=\"a\">"),
    ])
  func attributes(text: String, expected: String) throws { #expect(try content(text).contains(expected)) }

  @Test(
    "Braces that are not attributes stay text",
    arguments: [
      "![a](data:image/png;base64,QQ==){width 50%}\n", "a {.b} c\n", "[a] {x}\n", "f(x){ y }\n", "`a`{ b }\n", "{.a}\n",
    ])
  func text(text: String) throws {
    let braces = try #require(text.firstMatch(of: /\{.*\}/)).output
    #expect(try content(text).contains(braces))
  }

  @Test("Definitions belong to the terms above them")
  func definitions() throws {
    let page = try content("One *x*\n:   First.\n\n    Second.\n:   Other.\n\nTwo\n: Tight.\n\nEnd.\n")
    #expect(page.contains("<dl>\n<dt>One <em>x</em></dt>\n<dd><p>First.</p>\n<p>Second.</p>\n</dd>\n<dd>"))
    #expect(page.contains("<dt>Two</dt>\n<dd>Tight.</dd>\n</dl>\n<p>End.</p>"))
  }

  @Test("Indented text below a definition belongs to it")
  func definitionBlocks() throws {
    let page = try content(
      "T\n\n:   One.\n\n    ![p](\(Self.picture)){.x}\n\n    ::: {.callout-note}\n    Two.\n    :::\n")
    #expect(page.contains("class=\"x\"></p>\n<div class=\"callout callout-note\""))
  }

  @Test("A colon that defines nothing is text")
  func colons() throws {
    #expect(try content("a\nb\n: c\n").contains(": c"))
    #expect(!(try content("a\nb\n: c\n").contains("<dl>")))
    let above = try content("term\n: def\n\n| a |\n|---|\n| 1 |\n\n: Cap {#tbl-x}\n")
    #expect(above.contains("<dd>def</dd>") && above.contains("Cap</caption>"))
  }

  @Test("Notes within lines and others are counted in the order of the text, and may have paragraphs")
  func notes() throws {
    let page = try content("A[^b], b^[In *line*.], c[^a], d[^b].\n\n[^a]: Last.\n\n[^b]: One.\n\n    Two.\n")
    #expect(page.contains("href=\"#fn:1\" aria-label=\"Footnote 1\">1</a></sup>, b<sup><a id=\"fnref:2\""))
    #expect(page.contains("<sup>1</sup> One.<br>\nTwo. <a href=\"#fnref:1\""))
    #expect(page.contains("<sup>2</sup> In <em>line</em>. <a") && page.contains("<sup>3</sup> Last."))
  }

  @Test(
    "Emoji have GitHub's names, and other words between colons stay",
    arguments: [
      (":tada: :+1:", "🎉 👍"), ("12:30:45 :nothing_such: a::b", "12:30:45 :nothing_such: a::b"),
      ("`:tada:`", "<code>:tada:</code>"),
    ])
  func emoji(text: String, expected: String) throws { #expect(try content(text + "\n").contains(expected)) }
}
