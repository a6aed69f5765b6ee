import Foundation
import Signal
import TestSupport
import Testing

@Suite("Sound fonts")
struct SoundFontTests {
  @Test("A sound font that is missing is refused with what to install")
  func missingSoundFontSaysWhatToInstall() {
    let error = #expect(throws: SignalError.self) { try SoundFont.first(of: ["/nowhere/a.sf2", "/nowhere/b.sf2"]) }
    #expect(
      error?.description
        == "No sound font was found (looked at /nowhere/a.sf2, /nowhere/b.sf2). Install one with "
        + "`apt install timgm6mb-soundfont`, or name an .sf2 file.")
  }

  @Test("A file that is not a sound font is refused with its path")
  func aFileThatIsNoSoundFontIsNamed() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "etude-no-font-\(UUID().uuidString).sf2")
    try Data("no sound font".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: SignalError.unreadableSoundFont(path: file.path)) { try Synthesizer(soundFont: file) }
  }
}
