import Etude
import TestSupport
import Foundation
import Testing

@Suite("Chromagrams of a folder")
struct ChromagramsTests {
  /// A folder with three notes, and a path for their images; both are removed afterwards.
  private func withNotes(_ body: (URL, String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-chromagrams-\(UUID().uuidString)")
    let sounds = folder.appending(path: "wav")
    try FileManager.default.createDirectory(at: sounds, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["A3_1", "B3_25", "E3_33"] {
      try FileManager.default.copyItem(
        at: Fixtures.url("audio/\(name).wav"), to: sounds.appending(path: "\(name).wav"))
    }
    try body(sounds, folder.appending(path: "png").path)
  }

  private func age(_ url: URL, seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: url.path)
  }

  private func isNew(_ url: URL) throws -> Bool {
    let date = try FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
    return (date ?? .distantPast).timeIntervalSinceNow > -50
  }

  @Test("Images show the chromagrams of the sounds, and other files are skipped")
  func picturesShowTheChromagrams() throws {
    try withNotes { sounds, target in
      try Data("notes".utf8).write(to: sounds.appending(path: "readme.txt"))
      let pictures = try chromagrams(of: sounds.path, into: target)
      #expect(pictures.map(\.lastPathComponent) == ["A3_1.png", "B3_25.png", "E3_33.png"])
      let note = try load(sounds.appending(path: "B3_25.wav"))
      #expect(try Image(contentsOf: pictures[1]).rgb == HeatMapPicture(chroma(note)).image)
    }
  }

  @Test("An image is made again only if its sound or the settings changed, or if it is missing")
  func whatIsUpToDateIsLeft() throws {
    try withNotes { sounds, target in
      let pictures = try chromagrams(of: sounds.path, into: target)
      for name in ["A3_1", "B3_25", "E3_33"] { try age(sounds.appending(path: "\(name).wav"), seconds: 200) }
      for picture in pictures { try age(picture, seconds: 100) }
      try chromagrams(of: sounds.path, into: target)
      #expect(try pictures.map(isNew) == [false, false, false])
      try age(sounds.appending(path: "A3_1.wav"), seconds: 80)
      let replaced = sounds.appending(path: "B3_25.wav")
      try FileManager.default.removeItem(at: replaced)
      try FileManager.default.copyItem(at: Fixtures.url("audio/G3_43.wav"), to: replaced)
      try age(replaced, seconds: 1000)
      try FileManager.default.removeItem(at: pictures[2])
      try chromagrams(of: sounds.path, into: target)
      #expect(try pictures.map(isNew) == [true, true, true])
      for picture in pictures { try age(picture, seconds: 70) }
      try chromagrams(of: sounds.path, into: target, chroma: ConstantQChroma(hopLength: 1024))
      #expect(try pictures.map(isNew) == [true, true, true])
    }
  }

  @Test("Two sounds of one stem are refused before anything is drawn")
  func oneStem() throws {
    try withNotes { sounds, target in
      try Data([1]).write(to: sounds.appending(path: "A3_1.aiff"))
      #expect(throws: VerbError.onePicture(sounds: ["A3_1.aiff", "A3_1.wav"], picture: "A3_1.png")) {
        try chromagrams(of: sounds.path, into: target)
      }
      #expect(!FileManager.default.fileExists(atPath: target))
    }
  }

  @Test("A damaged sound is named and leaves no image")
  func aDamagedSoundIsNamedAndLeavesNoPicture() throws {
    try withNotes { sounds, target in
      let damaged = sounds.appending(path: "C3_1.wav")
      try Data("no sound".utf8).write(to: damaged)
      #expect(throws: SignalError.unreadableAudio(path: damaged.path, reason: "Format not recognised.")) {
        try chromagrams(of: sounds.path, into: target)
      }
      let made = try FileManager.default.contentsOfDirectory(atPath: target)
      #expect(!made.contains("C3_1.png"))
      for name in made where name.hasSuffix(".png") {
        #expect(try Image(contentsOf: URL(filePath: target).appending(path: name)).width == 279)
      }
    }
  }

  @Test("A folder of sounds that is missing is named")
  func aMissingFolderIsNamed() {
    #expect(throws: SignalError.fileNotFound(path: "/nowhere/wav")) {
      try chromagrams(of: "/nowhere/wav", into: "/tmp/x")
    }
  }

  @Test("A folder of images that cannot be created is reported with the reason")
  func aTargetThatCannotBeMadeIsNamed() throws {
    try withNotes { sounds, _ in
      #expect(throws: VerbError.unusableFolder(path: "/dev/null/png", reason: "Not a directory")) {
        try chromagrams(of: sounds.path, into: "/dev/null/png")
      }
    }
  }
}
