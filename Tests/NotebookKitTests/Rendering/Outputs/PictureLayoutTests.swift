import Display
import Foundation
import NotebookKit
import Testing

@Suite("Layout of images")
struct PictureLayoutTests {
  private func page(_ options: String, pictures: Int = 2, prose: String = "") throws -> String {
    let data = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let outputs = (0..<pictures).map {
      CellOutput.display(MIMEBundle(plainText: "p\($0)").adding(data, as: .png), id: "d\($0)")
    }
    return try html("\(prose)\n\n```swift\n\(options)\n1\n```\n", [CellRecord(status: .succeeded, outputs: outputs)])
  }

  @Test("Images are side by side, with their own captions and names")
  func layout() throws {
    let page = try page(
      "//| label: fig-x\n//| fig-cap: All\n//| fig-subcap: [One *a*, Two]\n//| layout-ncol: 2",
      prose: "@fig-x-2 and @fig-x")
    #expect(
      page.contains(
        "<figure>\n<div class=\"layout columns-2\">\n<figure id=\"fig-x-1\">\n<div class=\"picture paper\">"))
    #expect(
      page.contains("<figcaption>(a) One <em>a</em></figcaption>") && page.contains("<figcaption>(b) Two</figcaption>"))
    #expect(page.contains("<figcaption><b>Figure 1</b>: All</figcaption>"))
    #expect(
      page.contains(
        "<a class=\"ref\" href=\"#fig-x-2\">Figure 1 (b)</a> and <a class=\"ref\" href=\"#fig-x\">Figure 1</a>"))
  }

  @Test("More columns than images, and fewer captions, leave no gaps")
  func few() throws {
    let page = try page("//| fig-subcap: [One]\n//| layout-ncol: 6")
    #expect(page.contains("<div class=\"layout columns-2\">"))
    #expect(page.components(separatedBy: "<figcaption>").count == 2)
  }

  @Test("Outputs take the requested fraction of the page", arguments: ["page", "margin"])
  func column(_ name: String) throws {
    let page = try page("//| column: \(name)")
    #expect(page.contains("<div class=\"cell column-\(name)\" ") && page.contains(".column-page"))
  }

  @Test(
    "A wrong option lists its valid values",
    arguments: [
      ("layout-ncol: 7", "layout-ncol"), ("layout-ncol: two", "layout-ncol"), ("column: screen", "column"),
      ("fig-subcap: {a: b}", "fig-subcap"),
    ])
  func wrong(_ option: String, _ key: String) {
    let error = #expect(throws: NotebookErrors.self) { try parse("```swift\n//| \(option)\n1\n```\n") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("`\(key)`"))
  }
}
