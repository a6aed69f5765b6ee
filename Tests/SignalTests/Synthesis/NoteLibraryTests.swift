import Foundation
import Signal
import TestSupport
import Testing

@Suite("Libraries of notes")
struct NoteLibraryTests {
  @Test("The lesson's library has 462 notes")
  func lessonsLibraryHas462Notes() {
    #expect(NoteLibrary().count == 462)
  }

  @Test("A file is named by note, instrument and velocity")
  func filesAreNamed() throws {
    try withTemporaryFolder { folder throws in
      let files = try library().render(into: folder, synthesizer: Synthesizer())
      #expect(
        files.map(\.lastPathComponent).prefix(5) == [
          "A3_1_v60.wav", "A3_1_v100.wav", "A3_2_v60.wav", "A3_2_v100.wav", "B♭3_1_v60.wav",
        ])
      #expect(try Set(files.map { try Data(contentsOf: $0) }).count == 8)
    }
  }

  @Test("A file that is as it should be is not written again")
  func finishedFilesAreNotWrittenAgain() throws {
    try withTemporaryFolder { folder throws in
      let synthesizer = try Synthesizer()
      let files = try library().render(into: folder, synthesizer: synthesizer)
      let contents = try files.map { try Data(contentsOf: $0) }
      let changed = try files[0].resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
      try library().render(into: folder, synthesizer: synthesizer)
      #expect(try files.map { try Data(contentsOf: $0) } == contents)
      #expect(
        try URL(filePath: files[0].path).resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
          == changed)
    }
  }

  @Test("A note of higher velocity is louder")
  func highVelocitiesAreLouder() throws {
    try withTemporaryFolder { folder throws in
      let files = try library().render(into: folder, synthesizer: Synthesizer())
      let quiet = try Waveform(contentsOf: files[0])
      #expect(try Waveform(contentsOf: files[1]).peak > 1.2 * quiet.peak)
    }
  }

  @Test("A folder that cannot be made is refused")
  func aFolderThatCannotBeMadeIsNamed() throws {
    #expect(throws: SignalError.self) {
      try NoteLibrary().render(into: URL(filePath: "/dev/null/notes"), synthesizer: Synthesizer())
    }
  }

  private func library() throws -> NoteLibrary {
    NoteLibrary(
      notes: try NoteSet(["A3", "B♭3"]), instruments: [.piano, .flute], velocities: [60, 100], beats: 0.25)
  }
}
