import Foundation
import Signal
import Testing

/// `ETUDE_SOUNDFONT` names a sound font or is an error with its path.
@Suite("The variable that names a sound font")
struct SoundFontVariableTests {
  private func message(_ path: String) -> String {
    let error = #expect(throws: SignalError.self) { try Synthesizer(environment: ["ETUDE_SOUNDFONT": path]) }
    return error?.description ?? ""
  }

  @Test("It must name a sound font") func whatItNamesMustBeASoundFont() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-fonts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let advice = ". Name an .sf2 file, or unset it."
    let missing = folder.appending(path: "missing.sf2").path
    #expect(message(missing) == "The environment's ETUDE_SOUNDFONT is \(missing), but there is no such file" + advice)
    #expect(
      message(folder.path) == "The environment's ETUDE_SOUNDFONT is \(folder.path), but that is a folder" + advice)
    let header = Data("RIFF\u{10}\u{0}\u{0}\u{0}sfbk".utf8)
    for content in [Data("no sound font".utf8), Data(), header] {
      let file = folder.appending(path: "text.sf2")
      try content.write(to: file)
      let reason = "it is not a sound font that FluidSynth can load"
      #expect(message(file.path) == "The environment's ETUDE_SOUNDFONT is \(file.path), but " + reason + advice)
    }
    if geteuid() != 0 {
      let closed = folder.appending(path: "closed.sf2")
      try header.write(to: closed)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed.path)
      #expect(message(closed.path).contains("this user may not read the file"))
    }
  }

  @Test("Unset and empty mean the installed one") func unsetAndEmptyMeanTheInstalledOne() throws {
    _ = try Synthesizer(environment: [:])
    _ = try Synthesizer(environment: ["ETUDE_SOUNDFONT": ""])
    let installed = try SoundFont.first(of: ["/usr/share/sounds/sf2/TimGM6mb.sf2"])
    _ = try Synthesizer(environment: ["ETUDE_SOUNDFONT": installed.path])
  }
}
