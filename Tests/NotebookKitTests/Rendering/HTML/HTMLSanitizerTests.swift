import Display
import Foundation
import NotebookKit
import Testing

@Suite("HTML output of a cell")
struct HTMLSanitizerTests {
  /// The document in the frame of an output, and the rest of the page.
  static func frame(_ html: String) throws -> (document: String, page: String) {
    let bundle = MIMEBundle(plainText: "x").adding(html, as: .html)
    let page = try NotebookKitTests.html("```swift\n1\n```\n", [CellRecord(outputs: [.result(bundle)])])
    let match = try #require(page.firstMatch(of: /srcdoc="([^"]*)"/))
    let document = String(match.output.1).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    let start = try #require(document.range(of: "<body>"))
    return (String(document[start.upperBound...].dropLast("</body></html>".count)), page)
  }

  @Test(
    "Allowed HTML stays unchanged",
    arguments: [
      "<b>a</b> &amp; <i title=\"t\">b</i>", "<table class=\"dataframe\"><thead><tr><th>a</th></tr></thead></table>",
      "<p style=\"color: red\">a</p>", "<details open=\"\"><summary>s</summary>t</details>",
      "<img src=\"data:image/png;base64,QQ==\" alt=\"a\">", "<ul><li>a</li></ul>",
      "<a href=\"#x\">a</a><p id=\"x\">b</p>",
      "<svg viewbox=\"0 0 1 1\"><g fill=\"url(#p)\"><path d=\"M0 0\"></path><use xlink:href=\"#q\"></use></g></svg>",
      "<math><mi>x</mi></math>", "<style>b { background: url(data:image/png;base64,QQ==) }</style>", "<pre>\n\na</pre>",
    ])
  func allowed(html: String) throws {
    #expect(try Self.frame(html).document.replacing("<pre>\n\n\na", with: "<pre>\n\na") == html)
  }

  @Test(
    "Everything that requests an external file is removed",
    arguments: [
      "<link rel=\"preconnect\" href=\"http://h/\">", "<link rel=dns-prefetch href=//h>",
      "<LINK rel=prefetch href=http://h>",
      "<iframe src=\"http://h/x\"></iframe>", "<iframe srcdoc=\"<img src=http://h>\"></iframe>",
      "<meta http-equiv=\"refresh\" content=\"0;url=http://h\">", "<base href=\"http://h/\">",
      "<object data=\"http://h\"></object>", "<embed src=\"http://h\">", "<audio src=\"http://h\"></audio>",
      "<video poster=\"http://h\" src=http://h></video>", "<img srcset=\"http://h 1x\">",
      "<picture><source srcset=\"http://h\"></picture>", "<svg><image xlink:href=\"http://h\"/></svg>",
      "<svg><use href=\"http://h#a\"/></svg>", "<svg><script href=\"http://h\"/></svg>",
      "<svg><feimage href=\"http://h\"/></svg>",
      "<p style=\"background: url(http://h)\">a</p>", "<p style=\"background: u\\72l(http://h)\">a</p>",
      "<style>@import 'http://h';</style>", "<style>@font-face { src: url(\"http://h\") }</style>",
      "<style>b { background: image-set('http://h' 1x) }</style>",
      "<svg><style>b { fill: url(http://h) }</style></svg>",
      "<svg fill=\"url(http://h)\"></svg>", "<table background=\"http://h\"></table>",
      "<form action=\"http://h\"></form>",
      "<input type=image src=\"http://h\">", "<button formaction=http://h>a</button>", "<a ping=\"http://h\">a</a>",
      "<frameset><frame src=http://h></frameset>", "<script src=\"http://h\"></script>", "<body background=http://h>",
      "<svg><animate attributeName=href values=http://h /></svg>", "<template><img src=http://h></template>",
      "<noscript><img src=http://h></noscript>", "<math><annotation-xml encoding=text/html><img src=http://h>",
    ])
  func remote(html: String) throws {
    let document = try Self.frame("<b>x</b>" + html).document
    #expect(document.hasPrefix("<b>x</b>") && !document.contains("src=") && !document.contains("url("), "\(document)")
    let links = document.matches(of: /<a href="http:\/\/h" target="_blank" rel="noopener noreferrer">/).count
    #expect(document.components(separatedBy: "//h").count - 1 <= links * 2, "\(document)")
  }

  @Test("Scripts and their attributes are removed, and the page says that scripts do not run")
  func scripts() throws {
    let (document, page) = try Self.frame("<b onclick=\"f()\">a</b><script>x</script><a href=\"javascript:f()\">b</a>")
    #expect(document == "<b>a</b><a>b</a>")
    #expect(page.contains("The scripts of this output do not run in a report."))
  }

  @Test("Names by which an element would hide a property of the document are removed")
  func names() throws {
    let html =
      "<img name=\"documentElement\" id=\"a\" src=\"data:image/png;base64,QQ==\"><form name=body><b>x</b></form><a name=\"t\">y</a>"
    #expect(
      try Self.frame(html).document
        == "<img id=\"a\" src=\"data:image/png;base64,QQ==\"><b>x</b><a id=\"t\">y</a>")
  }

  @Test(
    "Markup that is read in two ways is written in one",
    arguments: [
      ("<svg><p>a</p></svg>", "<svg></svg><p>a</p>"),
      ("<svg><g><p>a</g><path/></svg>b", "<svg><g></g></svg><p>ab</p>"),
      ("a</body></html>b</marquee></body><i>c</i>", "ab<i>c</i>"),
      ("<svg><title><b>a</b></title></svg>", "<svg><title>a</title></svg>"),
      ("<math><mtext><b>a</b></mtext></math>", "<math><mtext>a</mtext></math>"),
      ("<b>unclosed", "<b>unclosed</b>"), ("<!-- a --><b>b</b>", "<b>b</b>"), ("a</div>b", "ab"),
      ("<x-y>a<b>c</b></x-y>", "a<b>c</b>"), ("<textarea><img></textarea>a", "a"),
    ])
  func parsing(html: String, expected: String) throws { #expect(try Self.frame(html).document == expected) }

  @Test("The policy allows the style sheets that stay, and no other")
  func styles() throws {
    let page = try Self.frame("<style>b { color: red }</style><style>@import 'x'</style>").page
    #expect(
      page.contains("style-src-elem")
        && page.matches(of: /sha256-/).count == page.matches(of: /<(script|style)>/).count + 2)
  }

  @Test(
    "HTML over a limit is shown as text, with a message that names the limit",
    arguments: [
      String(repeating: "<div>", count: 100_000), String(repeating: "<table><td>", count: 20_000),
      (0..<400).map { "<b id=\($0)>" }.joined() + String(repeating: "<p>", count: 100_000),
      "<svg>" + String(repeating: "<g>", count: 50_000), String(repeating: "<div/>", count: 50_000),
      String(repeating: "<div><object></div></object>", count: 20_000),
      "<svg><p></p>" + String(repeating: "<x/>", count: 20_000),
      String(repeating: "<ul><li><dd>", count: 20_000),
      "<select><svg></select>" + String(repeating: "<span/>", count: 20_000),
      String(repeating: "<li><dd>", count: 20_000), String(repeating: "<svg><g><![CDATA[></g>]]>", count: 20_000),
      "<b " + (0..<20_000).map { "a\($0) " }.joined(), (0..<20_000).map { "<html a\($0)><body b\($0)>" }.joined(),
      String(repeating: "<rt>", count: 20_000),
      String(repeating: "<div><script><!--<script></script></div>--></script>", count: 9_000),
    ])
  func limits(html: String) throws {
    let bundle = MIMEBundle(plainText: "x").adding(html, as: .html)
    let page = try NotebookKitTests.html("```swift\n1\n```\n", [CellRecord(outputs: [.result(bundle)])])
    #expect(page.contains("This HTML is shown as text: it has more than 500 nested elements"))
    #expect(!page.contains("<iframe"))
  }

  @Test(
    "Much HTML that nests little is accepted",
    arguments: [
      "<table>" + String(repeating: "<tr><td>a<td><b>b</b><p>c", count: 20_000) + "</table>",
      "<ul>" + String(repeating: "<li>a", count: 50_000), String(repeating: "<p>a", count: 50_000),
      "<svg>" + String(repeating: "<path d=\"M0 0\"/>", count: 50_000) + "</svg>",
      "<script>" + String(repeating: "if (a<b) { \"<div>\" }\n", count: 5_000) + "</script><b>x</b>",
      String(repeating: "<style>", count: 20_000), "<style>" + String(repeating: "a<b ", count: 20_000) + "</style>",
      String(repeating: "<script>", count: 400) + String(repeating: "<", count: 4_000_000) + "<!--",
      String(repeating: "<script ", count: 100_000), "<!--" + String(repeating: "<div>", count: 9_000) + "-->",
      String(repeating: "<svg><g><rect/><a><path/></a></g></svg>", count: 5_000),
    ])
  func large(html: String) throws {
    let bundle = MIMEBundle(plainText: "x").adding(html, as: .html)
    let page = try NotebookKitTests.html("```swift\n1\n```\n", [CellRecord(outputs: [.result(bundle)])])
    #expect(page.contains("<iframe"))
  }
}
