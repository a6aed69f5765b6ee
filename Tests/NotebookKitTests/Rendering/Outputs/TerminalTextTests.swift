import NotebookKit
import Testing

@Suite("What a program writes for a terminal")
struct TerminalTextTests {
  @Test(
    "A page shows what a terminal shows in the end",
    arguments: [
      ("\rDownloading 0%\rDownloading 100%\r\u{1B}[2Kdone\n", "done"), ("Compiling ...\r\u{1B}[KBuilt\n", "Built"),
      ("one\ntwo\n\u{1B}[2A\u{1B}[KONE\n\u{1B}[KTWO\n", "ONE\nTWO"), ("abc\rX\n", "Xbc"),
      ("50%\u{08}\u{08}\u{08}60%\n", "60%"),
      ("\u{1B}[1;31mred\u{1B}[0m \u{1B}(B\u{1B}[mplain\n", "red plain"),
      (
        "\u{1B}]8;;https://x.y\u{07}link\u{1B}]8;;\u{07} \u{1B}P+q5\u{1B}\\dcs \u{1B}_Gf;A\u{1B}\\apc\n", "link dcs apc"
      ),
      ("bell\u{07} nul\u{00} del\u{7F} c1\u{9B}31m\n", "bell nul del c1"), ("日本語\rAB\n", "AB本語"),
      ("12345678\r日本\n", "日本5678"), ("abc\r 日\n", " 日"), ("a\u{1B}[5Cb\n", "a     b"),
      ("a\u{1B}[999999999Cb\u{1B}[2Kc\r\u{1B}[1Gd\n", "d"),
      ("one\ntwo\u{1B}[2J\n", "\n"), ("a\r\nb\n", "a\nb"), ("\u{1B}[", ""), ("\u{1B}", ""), ("äöü é\r\n", "äöü é"),
    ])
  func shown(text: String, expected: String) throws {
    let page = try html("```swift\n1\n```\n", [CellRecord(outputs: [.stream(.stdout, text)])])
    let block = try #require(page.firstMatch(of: /<pre class="stdout"[^>]*>([^<]*)<\/pre>/)).output.1
    #expect(block.trimmingSuffix(" ") == expected.trimmingSuffix(" "))
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    String(String(reversed().drop { $0 == character }).reversed())
  }
}
