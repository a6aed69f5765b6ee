import Display
import Foundation
import Testing

@Suite("The order of richness")
struct MIMETypeTests {
  private func types(_ names: [String]) -> [String] {
    names.reduce(MIMEBundle()) { $0.adding("x", as: MIMEType(rawValue: $1)) }.typesRichestFirst.map(\.rawValue)
  }

  @Test("sound, tables, markup, images, formulas, text, data")
  func order() {
    let names = [
      "audio/wav", "application/vnd.etude.table+json", "text/html", "text/markdown", "image/png", "audio/flac",
      "audio/mpeg", "image/gif", "image/jpeg", "image/svg+xml", "image/webp", "text/latex", "text/plain",
      "application/json",
    ]
    #expect(types(names.reversed()) == names)
    #expect([MIMEType.jpeg, .svg, .latex].map(\.rawValue) == ["image/jpeg", "image/svg+xml", "text/latex"])
  }

  @Test("a dark image and formats without a reader have no place in it")
  func unranked() {
    #expect(types(["image/png;theme=dark", "application/x-unknown", "text/plain"]) == ["text/plain"])
  }
}
