import Display
import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Outputs that a cell clears")
struct ClearedOutputTests {
  private func recorder(_ text: String) -> CellRecorder {
    var recorder = CellRecorder(overflowFile: nil)
    recorder.append(.warning("unused"))
    recorder.append(.stdout, Data(text.utf8))
    recorder.append(.display(MIMEBundle(plainText: "1"), id: "display-1"))
    return recorder
  }

  @Test("The output of the code is removed at once, and the compiler's remarks stay")
  func atOnce() {
    var recorder = recorder("before")
    recorder.clear(wait: false)
    #expect(recorder.outputs() == [.warning("unused")])
    recorder.append(.stdout, Data("after".utf8))
    #expect(recorder.outputs() == [.warning("unused"), .stream(.stdout, "after")])
  }

  @Test("A clearing that waits happens at the next output, and without one not at all")
  func later() {
    var recorder = recorder("before")
    recorder.clear(wait: true)
    #expect(recorder.outputs().count == 3)
    recorder.append(.result(MIMEBundle(plainText: "2")))
    #expect(recorder.outputs() == [.warning("unused"), .result(MIMEBundle(plainText: "2"))])
  }

  @Test("An update of a value that was cleared finds no display")
  func update() {
    var recorder = recorder("before")
    recorder.clear(wait: false)
    let isFound = recorder.update(MIMEBundle(plainText: "2"), id: "display-1")
    #expect(!isFound)
  }

  @Test("Output after a clearing has the whole room of a cell")
  func room() {
    var recorder = recorder(String(repeating: "x", count: CellRecorder.shownBytes))
    recorder.clear(wait: false)
    recorder.append(.stdout, Data("after".utf8))
    #expect(recorder.outputs().last == .stream(.stdout, "after"))
  }

  @Test("A file of long streams keeps cleared text")
  func file() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "streams/cell-1.txt")
      var recorder = CellRecorder(overflowFile: file)
      recorder.append(.stdout, Data(repeating: 0x78, count: CellRecorder.shownBytes + 1))
      recorder.clear(wait: false)
      recorder.append(.stdout, Data("after".utf8))
      recorder.finish()
      let kept = try Data(contentsOf: file)
      #expect(kept.count == CellRecorder.shownBytes + 6)
    }
  }
}
