import Foundation
import NotebookKit
import Testing

@Suite("Front matter on the page")
struct FrontMatterPageTests {
  @Test("Titles are Markdown, and a window's title has no markup")
  func titles() throws {
    let page = try html("---\ntitle: \"The *E. coli* & $x^2$\"\nsubtitle: \"**Sub**\"\n---\n\na\n")
    #expect(page.contains("<h1>The <em>E. coli</em> &amp; <math"))
    #expect(page.contains("<title>The E. coli &amp; x^2</title>"))
    #expect(page.contains("<p class=\"subtitle\"><strong>Sub</strong></p>"))
  }

  @Test("A title that is more than a line of text stays as written", arguments: ["1. One", "> One", "# One"])
  func blockTitle(_ title: String) throws {
    let shown = title.replacing(">", with: "&gt;")
    let page = try html("---\ntitle: \"\(title)\"\n---\n\na\n")
    #expect(page.contains("<h1>\(shown)</h1>") && page.contains("<title>\(shown)</title>"))
  }

  @Test("Values of parameters are in titles and abstract, not in formulas")
  func parameters() throws {
    let text = """
      ---
      title: "{hop} of {who} and {none}, $x_{hop}$"
      abstract: |
        With {who}.

        And *more*.
      params:
        hop: 512
        who: "A_b*"
      ---

      a
      """
    let page = try html(text)
    #expect(page.contains("<h1>512 of A_b* and {none}, <math alttext=\"x_{hop}\">"))
    #expect(
      page.contains(
        "<div class=\"abstract\" role=\"group\" aria-label=\"Abstract\">\n<p>With A_b*.</p>\n<p>And <em>more</em>.</p>")
    )
  }

  @Test("The day of the run is a part of the stamp, and nothing else changes with it")
  func today() throws {
    func page(_ day: String) throws -> String {
      var report = try report("---\ntitle: T\ndate: today\n---\n\na\n", [])
      report.stamp.entries = [.init("Made", "\(day)T10:00:00Z")]
      return String(decoding: ReportRenderer().html(report), as: UTF8.self)
    }
    let pages = [try page("2026-01-02"), try page("2026-03-04")]
    #expect(pages[0].contains("<p class=\"byline\"><!-- stamp --><time>2026-01-02</time><!-- /stamp --></p>"))
    let stripped = pages.map { $0.replacing(/<!-- stamp -->(?s:.*?)<!-- \/stamp -->/, with: "") }
    #expect(stripped[0] == stripped[1])
  }

  @Test("Sections have numbers, except for the title, quoted headings and those marked as unnumbered")
  func numbers() throws {
    let text = """
      ---
      number-sections: true
      ---

      # Title

      See @sec-b.

      ## One

      ### Inner

      #### Deep

      > ## Quoted

      ## Preface {.unnumbered}

      ## Two {#sec-b}

      ### Inner
      """
    let page = try content(text).replacing(/<\/?(span|a)[^>]*>/, with: "")
    let headings = page.matches(of: /<h\d[^>]*>(.*)<\/h\d>/).map { String($0.output.1) }
    #expect(
      headings == ["Title", "1 One", "1.1 Inner", "1.1.1 Deep", "Quoted", "Preface", "2 Two", "2.1 Inner"])
    #expect(page.contains("<p>See Section 2.</p>"))
  }

  @Test(
    "The language determines the direction",
    arguments: [("ar", true), ("he-IL", true), ("az-Arab", true), ("ar-Latn", false), ("en", false), ("arn", false)])
  func direction(_ language: String, _ isRightToLeft: Bool) throws {
    let page = try html("---\nlang: \(language)\n---\n\na\n")
    #expect(page.contains("<html lang=\"\(language)\"\(isRightToLeft ? " dir=\"rtl\"" : "")>"))
    #expect(page.contains("[dir=rtl]") == isRightToLeft)
  }

  @Test("A page contains only the style sheets that it needs")
  func sheets() throws {
    let plain = try html("a\n")
    #expect(!plain.contains("mtd.left") && !plain.contains(".references") && !plain.contains(".ansi"))
    #expect(try html("$x$\n").contains("mtd.left"))
    let printed = CellRecord(status: .succeeded, outputs: [.stream(.stdout, "\u{1B}[31mred\u{1B}[0m")])
    #expect(try html("```swift\n1\n```\n", [printed]).contains(".ansi"))
    #expect(try html("`<math` &lt;math\n").contains("mtd.left") == false)
  }

  @Test("A wrong formula of a title or caption is a warning")
  func wrongFormulas() throws {
    let text = "---\ntitle: \"$\\\\frac{$\"\n---\n\n```swift\n//| fig-cap: 'A $\\frac{$'\n1\n```\n"
    let warnings = NotebookReview.warnings(about: try parse(text))
    #expect(warnings.map(\.location.line) == [1, 5])
    #expect(warnings.allSatisfy { $0.message.hasPrefix("The formula is shown as source: ") })
  }
}
