import Foundation
import Signal
import TestSupport
import Testing

@Suite("Libraries of phrases")
struct PhraseLibraryTests {
  @Test("Files are named after their entries, in order")
  func filesAreNamed() throws {
    try withTemporaryFolder { folder throws in
      let files = try library(["C-E_1", "E_2"]).render(into: folder, synthesizer: Synthesizer())
      #expect(files.map(\.lastPathComponent) == ["C-E_1.wav", "E_2.wav"])
      #expect(try files.map { try Waveform(contentsOf: $0).peak > 0.01 } == [true, true])
    }
  }

  @Test("A file holds what the phrase renders to")
  func filesHoldTheirPhrases() throws {
    try withTemporaryFolder { folder throws in
      let entry = try entry("C_1")
      let file = try PhraseLibrary([entry]).render(into: folder, synthesizer: Synthesizer())[0]
      #expect(try Data(contentsOf: file) == Synthesizer().wavContent(of: entry.phrase.midiFile()))
    }
  }

  @Test(
    "A name that occurs twice or leaves the folder is refused before anything is rendered",
    arguments: [["C_1", "C_1"], ["../C_1"], [""], [".C_1"]])
  func namesAreChecked(names: [String]) throws {
    try withTemporaryFolder { folder throws in
      let target = folder.appending(path: "wav")
      #expect(throws: SignalError.self) { try library(names).render(into: target, synthesizer: Synthesizer()) }
      #expect(!FileManager.default.fileExists(atPath: target.path))
    }
  }

  @Test("A phrase beyond an instrument's range is named with its notes")
  func silenceIsNamed() throws {
    let high = Phrase(notes: [.init(key: 83, length: 0.25)], instrument: try Instrument(program: 67))
    let message = withTemporaryFolderMessage { folder in
      try PhraseLibrary([.init(name: "B5_1", phrase: high)]).render(into: folder, synthesizer: Synthesizer())
    }
    #expect(
      message
        == "“B5_1” would be rendered as silence: the sound font has no sample of B5 on the instrument Baritone Sax. "
        + "Leave that instrument out, or choose other notes.")
  }

  private func withTemporaryFolderMessage(_ body: (URL) throws -> Void) -> String {
    message { try withTemporaryFolder { folder throws in try body(folder) } }
  }

  private func library(_ names: [String]) throws -> PhraseLibrary {
    PhraseLibrary(try names.map(entry))
  }

  private func entry(_ name: String) throws -> PhraseLibrary.Entry {
    .init(name: name, phrase: Phrase(notes: [.init(key: 60, length: 0.25), .init(key: 64, length: 0.25)]))
  }
}
