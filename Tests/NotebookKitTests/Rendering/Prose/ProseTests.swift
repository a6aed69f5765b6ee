import Display
import Foundation
import NotebookKit
import Testing

@Suite("Prose")
struct ProseTests {
  @Test("Headings have addresses that do not collide, and are in the contents")
  func headings() throws {
    let page = try content("# T\n\n## Two words!\n\n## Two words!\n\n### `code` *x* {#sec-own}\n\nSee @sec-own.\n")
    #expect(page.contains("<h2 id=\"two-words\"><a href=\"#two-words\">Two words!</a></h2>"))
    #expect(page.contains("<h2 id=\"two-words-1\">"))
    #expect(page.contains("<h3 id=\"sec-own\"><a href=\"#sec-own\"><code>code</code> <em>x</em></a></h3>"))
    #expect(page.contains("<li class=\"sub\"><a href=\"#sec-own\"><code>code</code> <em>x</em></a></li>"))
    #expect(page.contains("See <a class=\"ref\" href=\"#sec-own\">code x</a>."))
  }

  @Test("No two elements of a page have one name")
  func uniqueNames() throws {
    let markdown = """
      # Content

      ## Fig one

      ## A

      ## A

      ## A 1

      ## Cell 2

      ## fn 1

      Text[^n] and again[^n].

      [^n]: Note.

      ```swift
      //| label: fig-one
      1
      ```

      ```swift
      2
      ```
      """
    let output = MIMEBundle(plainText: "x").adding("Said[^m].\n\n[^m]: Why.\n", as: .markdown)
    let record = CellRecord(status: .succeeded, outputs: [.result(output), .result(output)], duration: 1)
    let page = String(
      decoding: ReportRenderer().html(try NotebookKitTests.report(markdown, [record, record])), as: UTF8.self)
    let names = page.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
    #expect(names.count == Set(names).count, "\(names.sorted())")
    #expect(names.contains("content") && names.contains("etude:content") && names.contains("fig-one-1"))
    #expect(names.contains("cell-2-1") && names.contains("a-1") && names.contains("a-1-1"))
    let targets = page.matches(of: /href="#([^"]+)"/).map { String($0.output.1) }
    #expect(Set(targets).isSubset(of: names))
  }

  @Test("GitHub's alerts are boxes, and other quotations stay quotations")
  func callouts() throws {
    let page = try content("> [!WARNING]\n> Mind *this*.\n>\n> - one\n\n> [!NOTE] Not alone\n\n> [!odd]\n> Said.\n")
    #expect(page.contains("<div class=\"callout callout-warning\" role=\"note\" aria-label=\"Warning\">"))
    #expect(page.contains("<p>Mind <em>this</em>.</p>\n<ul>"))
    #expect(page.matches(of: /<blockquote>/).count == 2 && page.matches(of: /class="callout/).count == 1)
  }

  @Test("Tables, tasks, footnotes and strikethrough are GitHub's")
  func extensions() throws {
    let page = try content("| a | b |\n|:-:|--:|\n| 1 | ~~2~~ |\n\n- [x] done\n\nText[^n].\n\n[^n]: Note.\n")
    #expect(page.contains("<th scope=\"col\" class=\"center\">a</th><th scope=\"col\" class=\"right\">b</th>"))
    #expect(page.contains("<del>2</del>"))
    #expect(page.contains("<input type=\"checkbox\" disabled checked"))
    #expect(page.contains("href=\"#fn:1\"") && page.contains("id=\"fn:1\""))
  }

  @Test(
    "Text that is not a formula stays unchanged",
    arguments: [
      ("It costs $5 and $10.", "It costs $5 and $10."), ("`$a` and `$b`", "<code>$a</code> and <code>$b</code>"),
      ("\\$a\\$", "$a$"), ("a $ b $ c", "a $ b $ c"), ("$x", "$x"),
      ("```sh\necho $a $b\n```", "echo $a $b"), ("- from $5 a\n- to b$ more", "from $5 a"),
      ("<b>\\begin{align}</b>", "\\begin{align}"), ("By `\\newcommand` only.", "<code>\\newcommand</code>"),
      ("$$ a\n\nb", "$$ a"),
    ])
  func noFormulas(text: String, expected: String) throws {
    let page = try content(text + "\n")
    #expect(page.contains(expected))
    #expect(!page.contains("<math"))
  }

  @Test("Quotes and dashes are set as in print, in English only")
  func punctuation() throws {
    #expect(try content("\"a\" -- b...\n").contains("“a” – b…"))
    #expect(try content("---\nlang: de\n---\n\"a\" -- b\n").contains("&quot;a&quot; -- b"))
  }

  @Test("Comments of the author do not reach the page")
  func comments() throws {
    #expect(!(try content("A\n\n<!-- secret -->\n\nB\n").contains("secret")))
  }
}
