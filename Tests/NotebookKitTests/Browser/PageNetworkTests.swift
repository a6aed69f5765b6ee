import Display
import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite(
  "Requests of a page", .enabled(if: Browser.isAvailable, "needs chromium and chromium-driver"), .serialized)
struct PageNetworkTests {
  /// HTML that requests external files in every known way, or takes names that scripts use.
  static let hostile = """
    <link rel="preconnect" href="http://127.0.0.1:9/a"><link rel="dns-prefetch" href="//127.0.0.1:9/b">
    <link rel="prefetch" href="http://127.0.0.1:9/c"><link rel="stylesheet" href="http://127.0.0.1:9/d">
    <meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/e"><base href="http://127.0.0.1:9/">
    <iframe src="http://127.0.0.1:9/f"></iframe><iframe name="documentElement" srcdoc="<img src=http://127.0.0.1:9/g>"></iframe>
    <img src="http://127.0.0.1:9/h" srcset="http://127.0.0.1:9/i 1x"><object data="http://127.0.0.1:9/j"></object>
    <embed src="http://127.0.0.1:9/k"><audio src="http://127.0.0.1:9/l" autoplay></audio>
    <video poster="http://127.0.0.1:9/m"><source src="http://127.0.0.1:9/n"></video>
    <svg><image xlink:href="http://127.0.0.1:9/o"/><use href="http://127.0.0.1:9/p#a"/><rect fill="url(http://127.0.0.1:9/q)"/></svg>
    <p style="background: url(http://127.0.0.1:9/r)">x</p><style>@import "http://127.0.0.1:9/s"; b { color: red }</style>
    <style>@font-face { font-family: f; src: url(http://127.0.0.1:9/t) } i { font-family: f }</style><i>y</i>
    <form name="body"><input name="childNodes"></form><img name="getElementById" src="x"><b id="etude:content">z</b>
    <script src="http://127.0.0.1:9/u"></script><table background="http://127.0.0.1:9/v"></table>
    """

  @Test(
    "A page whose outputs and prose reach out asks for nothing but itself, and works", arguments: ["safe", "raw"])
  func requests(html: String) async throws {
    let text = "---\ntitle: T\nhtml: \(html)\n---\n\n\(Self.hostile)\n\n## One\n\n## Two\n\n```swift\n1\n```\n"
    let bundle = MIMEBundle(plainText: "x").adding(Self.hostile, as: .html)
    let report = try NotebookKitTests.report(text, [CellRecord(status: .succeeded, outputs: [.result(bundle)])])
    let page = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString).html")
    try ReportRenderer().html(report).write(to: page)
    defer { try? FileManager.default.removeItem(at: page) }
    let browser = try await Browser()
    do {
      try await browser.open(page)
      try await browser.wait("document.readyState === 'complete'")
      try await browser.wait("document.querySelector('iframe.html').style.height !== ''")
      let asked = try await browser.requests().filter { !$0.hasPrefix("file:") && $0 != "about:srcdoc" }
      #expect(asked.isEmpty)
      #expect(try await browser.console().isEmpty)
      #expect(try await browser.value("document.documentElement.tagName + document.body.tagName") == "HTMLBODY")
      #expect(try await browser.value("document.getElementById('etude:content').tagName") == "MAIN")
      let frame = "document.querySelector('iframe.html').contentDocument"
      #expect(try await browser.value("\(frame).documentElement.tagName + \(frame).body.tagName") == "HTMLBODY")
      try await browser.press("t")
      try await browser.wait("document.documentElement.dataset.theme === 'light'")
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }
}
