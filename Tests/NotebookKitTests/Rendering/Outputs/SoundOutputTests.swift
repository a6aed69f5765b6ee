import Display
import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Sounds on the page")
struct SoundOutputTests {
  @Test("The length of a sound stands as players show it")
  func length() throws {
    let bundle = MIMEBundle().adding(try Data(contentsOf: Fixtures.url("audio/A3_1.wav")), as: .wav)
    let page = try html("```swift\n1\n```\n", [CellRecord(status: .succeeded, outputs: [.result(bundle)])])
    #expect(page.contains("<span class=\"duration\">0:01</span>") && page.contains("<svg class=\"wave\""))
  }
}
