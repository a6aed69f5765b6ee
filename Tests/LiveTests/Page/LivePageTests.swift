import Files
import Foundation
import Live
import NotebookKit
import Testing

@Suite("The page of a preview") struct LivePageTests {
  private func parts(
    _ blocks: [(String, String)], title: String = "A", states: [PageParts.CellState] = []
  ) -> PageParts {
    PageParts(
      language: "en", title: title, regions: [.title: "<h1>\(title)</h1>"], opening: "<title>\(title)</title>",
      blocks: blocks.map { PageParts.Block(name: $0, html: $1, states: $0 == "a" ? states : []) }, closing: "end")
  }

  private func htmls(_ message: JSON.Object?) -> [String] {
    message?["html"]?.array?.compactMap { $0.array?[1].string } ?? []
  }

  @Test("A page without a notebook requests another one automatically") func placeholder() {
    #expect(String(decoding: LivePage().html(with: JSON.Object()), as: UTF8.self).contains("http-equiv=\"refresh\""))
  }

  @Test("A page that is the same sends nothing") func same() {
    var page = LivePage()
    _ = page.update(to: parts([("a", "<p>1</p>")]))
    #expect(page.update(to: parts([("a", "<p>1</p>")])) == nil)
  }

  @Test("Only blocks that changed are sent") func changed() throws {
    var page = LivePage()
    _ = page.update(to: parts([("a", "<p>1</p>"), ("b", "<p>2</p>")]))
    let messageUpdate = page.update(to: parts([("a", "<p>1</p>"), ("b", "<p>3</p>")]))
    let message = try #require(messageUpdate)
    #expect(htmls(message) == ["<p>3</p>"])
    #expect(message["hashes"]?.array?.map { $0.array?[0].string } == ["b"])
    #expect(message["order"] == nil)
    #expect(message["regions"] == nil)
  }

  @Test("A block that moves is not sent again") func moved() {
    var page = LivePage()
    _ = page.update(to: parts([("a", "<p>1</p>"), ("b", "<p>2</p>")]))
    let message = page.update(to: parts([("b", "<p>2</p>"), ("a", "<p>1</p>")]))
    #expect(htmls(message) == [])
    #expect(message?["order"] == ["from": .integer(0), "removed": .integer(2), "names": ["b", "a"]])
  }

  @Test("Adding, removing or replacing an element is described only by its position") func places() {
    func order(_ old: [String], _ new: [String]) -> JSON? {
      var page = LivePage()
      _ = page.update(to: parts(old.map { ($0, $0) }))
      return page.update(to: parts(new.map { ($0, $0) }))?["order"]
    }
    #expect(order(["a", "b", "c"], ["a", "x", "c"]) == ["from": .integer(1), "removed": .integer(1), "names": ["x"]])
    #expect(
      order(["a", "b", "c"], ["a", "b", "x", "c"]) == ["from": .integer(2), "removed": .integer(0), "names": ["x"]])
    #expect(order(["a", "b", "c"], ["a", "c"]) == ["from": .integer(1), "removed": .integer(1), "names": []])
    #expect(order(["a"], ["a", "b"]) == ["from": .integer(1), "removed": .integer(0), "names": ["b"]])
    #expect(order(["a", "b"], []) == ["from": .integer(0), "removed": .integer(2), "names": []])
  }

  @Test("A change of the title leaves the blocks") func title() throws {
    var page = LivePage()
    _ = page.update(to: parts([("a", "<p>1</p>")]))
    let messageUpdate = page.update(to: parts([("a", "<p>1</p>")], title: "B"))
    let message = try #require(messageUpdate)
    #expect(message["title"]?.string == "B")
    #expect(message["regions"]?["title"]?.string == "<h1>B</h1>")
    #expect(message["order"] == nil)
  }

  @Test("A changed state is sent without its cell, and a removed one as null") func states() throws {
    var page = LivePage()
    _ = page.update(to: parts([("a", "<p>1</p>")]))
    let state = PageParts.CellState(cell: "cell-1", kind: "running", html: "Running")
    let comeUpdate = page.update(to: parts([("a", "<p>1</p>")], states: [state]))
    let come = try #require(comeUpdate)
    #expect(come["states"]?["cell-1"]?["kind"]?.string == "running")
    #expect(come["order"] == nil)
    let goneUpdate = page.update(to: parts([("a", "<p>1</p>")]))
    let gone = try #require(goneUpdate)
    #expect(gone["states"]?["cell-1"] == JSON.null)
  }

  @Test("The whole message contains every block") func whole() {
    var page = LivePage()
    _ = page.update(to: parts([("a", "<p>1</p>"), ("b", "<p>2</p>")]))
    #expect(htmls(page.whole) == ["<p>1</p>", "<p>2</p>"])
  }

  @Test("The opened page names its blocks, and its data cannot end the script that holds them") func opened() {
    var page = LivePage()
    _ = page.update(to: parts([("cell a", "<p>1</p>")]))
    let html = String(decoding: page.html(with: ["problem": "</script><!--"]), as: UTF8.self)
    #expect(
      html.wholeMatch(
        of: /<title>A<\/title><!--block [0-9a-f]{20} cell a--><p>1<\/p><script [^>]*>{[^<]*}<\/script>\nend/) != nil)
    #expect(html.contains(#""problem":"\u003C/script>\u003C!--""#))
  }
}
