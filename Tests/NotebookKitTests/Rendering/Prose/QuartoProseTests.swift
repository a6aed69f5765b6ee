import Foundation
import NotebookKit
import Testing

@Suite("Scripts, listings, theorems and breaks as Quarto has them")
struct QuartoProseTests {
  @Test(
    "Marks directly behind a word set it lower or higher",
    arguments: [
      ("H~2~O", "H<sub>2</sub>O"), ("x^2^ and y^n+1^z", "x<sup>2</sup> and y<sup>n+1</sup>z"),
      ("1^st^ *a~i~*", "1<sup>st</sup> <em>a<sub>i</sub></em>"),
      ("ü~*i*~ (a)^b^", "ü<sub><em>i</em></sub> (a)<sup>b</sup>"),
    ])
  func scripts(text: String, html: String) throws { #expect(try content(text + "\n").contains("<p>\(html)</p>")) }

  @Test(
    "What GitHub, formulas, notes or plain text mean otherwise stays",
    arguments: [
      ("a ~there~ b", "a <del>there</del> b"), ("a ~~b~~ c", "a <del>b</del> c"), ("10^6/10^3", "10^6/10^3"),
      ("O(n^2)*(m^2)", "O(n^2)*(m^2)"), ("2^10 and 2^20", "2^10 and 2^20"), ("`x^2^ a~b~`", "<code>x^2^ a~b~</code>"),
      ("a ^_^ b", "a ^_^ b"), ("~/a/~b", "~/a/~b"), ("a\\^2^", "a^2^"),
    ])
  func others(text: String, html: String) throws { #expect(try content(text + "\n").contains("<p>\(html)</p>")) }

  @Test(
    "Tildes and carets of addresses and paths mean themselves",
    arguments: [
      "me@x~y~z", "(me@x~y~z)", "git@h:a~b~c", "ftp://h/a~b~c", "/home/a~b~c", "./a~b~c", "~me/a~b~c", "a/b/c~d~e",
      "src/a~b~c.txt", "PROGRA~1/MICROS~1", "c:/a~b~c", "me@x^y^z", "file://h/a^b^c",
    ])
  func addresses(text: String) throws { #expect(try content("A \(text) b\n").contains("<p>A \(text) b</p>")) }

  @Test("An address of the web keeps its tildes, and a fraction of formulas is none")
  func links() throws {
    let page = try content("https://x.y/a~b~c H~2~O/CO~2~ kg/m^2^/s\n")
    #expect(page.contains("href=\"https://x.y/a~b~c\"") && page.contains(">https://x.y/a~b~c</a>"))
    #expect(page.contains("H<sub>2</sub>O/CO<sub>2</sub> kg/m<sup>2</sup>/s"))
  }

  @Test("Code with a name and caption is a listing")
  func listings() throws {
    let page = try content(
      "```{#lst-a .python lst-cap=\"Some *code*\"}\na\n```\n\n```swift\n//| lst-label: lst-b\n//| lst-cap: More\n1\n```\n\nSee @lst-a and @lst-b.\n"
    )
    #expect(page.contains("<figure id=\"lst-a\">\n<figcaption><b>Listing 1</b>: Some <em>code</em></figcaption>"))
    #expect(page.contains("<p class=\"code-caption\" id=\"lst-b\"><b>Listing 2</b>: More</p>"))
    #expect(
      page.contains("<a class=\"ref\" href=\"#lst-a\">Listing 1</a> and <a class=\"ref\" href=\"#lst-b\">Listing 2</a>")
    )
  }

  @Test("A theorem has a number and title, each kind its own count, and a proof has none")
  func theorems() throws {
    let page = try content(
      "::: {#thm-line}\n## Line\n\nText.\n:::\n\n::: {#thm-b name=\"B\"}\nc\n:::\n\n::: {#def-a}\nd\n:::\n\n::: {.proof}\ne\n:::\n\n@thm-line, @thm-b, [@def-a]\n"
    )
    #expect(page.contains("<div class=\"theorem\" id=\"thm-line\">\n<p><b>Theorem 1</b> (Line)</p>\n<p>Text.</p>"))
    #expect(page.contains("<p><b>Theorem 2</b> (B)</p>") && page.contains("<p><b>Definition 1</b></p>"))
    #expect(page.contains("<p><i>Proof</i></p>\n<p>e</p>") && page.contains(">Theorem 1</a>, <a"))
    #expect(page.contains("href=\"#def-a\">Definition 1</a>"))
  }

  @Test("Titles of boxes, tabs and theorems count as no sections")
  func sectionNumbers() throws {
    let boxes = "::: {.callout-tip}\n## A\n:::\n\n::: {.panel-tabset}\n## B\n\n## C\n:::\n\n::: {#thm-d}\n## D\n:::\n"
    let page = try content("---\ntitle: T\nnumber-sections: true\n---\n## First\n\n\(boxes)\n## Second\n")
    #expect(page.contains("<span class=\"section-number\">2</span> Second</a></h2>"))
  }

  @Test("LaTeX's commands for a new page begin one")
  func breaks() throws {
    #expect(try content("a\n\n\\newpage\n\nb\n").contains("<p>a</p>\n<div class=\"pagebreak\"></div>\n<p>b</p>"))
    #expect(try content("a \\newpage b\n").contains("a \\newpage b"))
  }
}
