import Foundation
import Signal
import Synchronization
import TestSupport
import Testing

@Suite("Refusals of sound files")
struct SoundFileHandleTests {
  @Test("Text is refused as audio with its path and the reason")
  func textIsRefused() throws {
    try withTemporaryFolder { folder throws in
      let text = folder.appending(path: "text.wav")
      try Data("This is no sound.".utf8).write(to: text)
      #expect(throws: SignalError.unreadableAudio(path: text.path, reason: "Format not recognised.")) {
        try Waveform(contentsOf: text)
      }
    }
  }

  @Test("A folder is refused as audio")
  func foldersAreRefused() throws {
    try withTemporaryFolder { folder throws in
      #expect(throws: SignalError.unreadableAudio(path: folder.path, reason: "It is a folder.")) {
        try Waveform(contentsOf: folder)
      }
    }
  }

  @Test("A file that is missing is named")
  func missingFilesAreNamed() throws {
    try withTemporaryFolder { folder throws in
      let missing = folder.appending(path: "missing.wav")
      #expect(throws: SignalError.fileNotFound(path: missing.path)) { try Waveform(contentsOf: missing) }
    }
  }

  @Test("A reason stays with its file when many threads read")
  func reasonsStayWithTheirFilesOnManyThreads() throws {
    let sound = [UInt8](try Waveform(samples: [0.1, 0.2], sampleRate: 22050).fileContent())
    let text = [UInt8]("This is no sound.".utf8)
    let reasons = Mutex<Set<String>>([])
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for _ in 0..<1000 {
        do {
          _ = try Waveform(fileContent: thread % 2 == 0 ? text : sound)
        } catch {
          _ = reasons.withLock { $0.insert("\(error)") }
        }
      }
    }
    let refusal = try #require(throws: SignalError.self) { try Waveform(fileContent: text) }
    #expect(reasons.withLock { $0 } == ["\(refusal)"])
    #expect("\(refusal)".contains("Format not recognised."))
  }
}
