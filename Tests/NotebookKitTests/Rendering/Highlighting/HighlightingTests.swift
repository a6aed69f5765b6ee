import Foundation
import NotebookKit
import Testing

@Suite("Highlighting of Swift")
struct HighlightingTests {
  @Test(
    "Tokens are separated like Swift's",
    arguments: [
      ("let a = 1", "<span class=\"k\">let</span> a = <span class=\"n\">1</span>"),
      (
        "\"a \\(b + \"c\") d\"",
        "<span class=\"s\">&quot;a \\(</span>b + <span class=\"s\">&quot;c&quot;) d&quot;</span>"
      ),
      ("#\"a \\(b) \"c\" \"#", "<span class=\"s\">#&quot;a \\(b) &quot;c&quot; &quot;#</span>"),
      ("/* a /* b */ c */ d", "<span class=\"c\">/* a /* b */ c */</span> d"),
      (
        "\"\"\"\n  a \"b\"\n  \"\"\"",
        "<span class=\"s\">&quot;&quot;&quot;\n  a &quot;b&quot;\n  &quot;&quot;&quot;</span>"
      ),
      (
        "0xFF_u8 1e-3 1...5",
        "<span class=\"n\">0xFF_u8</span> <span class=\"n\">1e-3</span> <span class=\"n\">1</span>...<span class=\"n\">5</span>"
      ),
      (
        "@MainActor func f() {}",
        "<span class=\"a\">@MainActor</span> <span class=\"k\">func</span> <span class=\"f\">f</span>() {}"
      ),
      ("a.self.default", "a.self.default"), ("`class`", "`class`"),
      ("Array<Int>", "<span class=\"t\">Array</span>&lt;<span class=\"t\">Int</span>&gt;"),
      ("\"open", "<span class=\"s\">&quot;open</span>"), ("größe = π", "größe = π"),
      ("r = /a\\/*\"/ / b", "r = <span class=\"s\">/a\\/*&quot;/</span> / b"),
      ("#/\n/*\n/# b", "<span class=\"s\">#/\n/*\n/#</span> b"),
      ("#\"\"\"# b", "<span class=\"s\">#&quot;&quot;&quot;#</span> b"),
      (
        "@_exported import A",
        "<span class=\"a\">@_exported</span> <span class=\"k\">import</span> <span class=\"t\">A</span>"
      ),
    ])
  func tokens(source: String, expected: String) throws {
    #expect(try content("```swift\n\(source)\n```\n", [CellRecord()]).contains("<code>\(expected)</code>"))
  }

  @Test("Interpolations are in colour however deep they nest")
  func deepInterpolation() throws {
    let source = String(repeating: "\"\\(", count: 100_000)
    let expected = source.replacing("\"", with: "&quot;")
    #expect(
      try content("```swift\n\(source)\n```\n", [CellRecord()]).contains(
        "<code><span class=\"s\">\(expected)</span></code>"))
  }
}
