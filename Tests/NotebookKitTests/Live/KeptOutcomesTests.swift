import Files
import Foundation
import NotebookKit
import Testing

@Suite("Outcomes that the next session begins with")
struct KeptOutcomesTests {
  private static let text = "```swift\nvar v1 = 1\n```\n\n```swift\nprint(v1)\n```\n"

  /// Runs the notebook in a session and returns the file that it leaves.
  private func leave(in folder: URL, _ environment: String = "one") async throws -> (file: URL, store: OutcomeStore) {
    let file = folder.appending(path: "kept")
    let store = OutcomeStore(file: file, environment: ContentHash(parts: [environment]))
    let fixture = try LiveFixture(Self.text, store)
    try await fixture.adopt(Self.text)
    try await fixture.session.keep()
    await fixture.session.end()
    return (file, store)
  }

  private func inFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-kept-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  private func isKept(_ state: CellLiveState?) -> Bool { if case .kept? = state { true } else { false } }

  /// The states of the two cells in a session that begins with a file and adopts a version without running anything.
  private func states(_ store: OutcomeStore, _ text: String = Self.text) async throws -> [CellLiveState?] {
    let fixture = try LiveFixture(text, store)
    let notebook = try parse(text)
    #expect(try await fixture.session.adopt(notebook, parameters: []))
    await fixture.session.end()
    return [fixture.snapshot?.states[0], fixture.snapshot?.states[1]]
  }

  @Test("An unchanged notebook finds all its outcomes, marked as kept")
  func sameNotebook() async throws {
    try await inFolder { folder in
      let (_, store) = try await leave(in: folder)
      #expect(try await states(store).allSatisfy(isKept))
    }
  }

  @Test("An edited cell and what needs it are stale, and the rest is kept")
  func edited() async throws {
    try await inFolder { folder in
      let (_, store) = try await leave(in: folder)
      let states = try await states(store, Self.text.replacing("print(v1)", with: "print(v1)\nprint(v1)"))
      #expect(isKept(states[0]))
      #expect(states[1] == .stale(reason: "Its code changed.", lastRun: 0))
    }
  }

  @Test("Outcomes of another environment are shown, and are to run again")
  func otherEnvironment() async throws {
    try await inFolder { folder in
      let (file, _) = try await leave(in: folder)
      let other = OutcomeStore(file: file, environment: ContentHash(parts: ["two"]))
      let reason = "Its outputs are from an earlier session; something that it uses has changed."
      #expect(try await states(other) == [.stale(reason: reason, lastRun: 0), .stale(reason: reason, lastRun: 0)])
    }
  }

  @Test("A file that is truncated or foreign counts as missing", arguments: [0, 1, 40, -1])
  func damaged(length: Int) async throws {
    try await inFolder { folder in
      let (file, store) = try await leave(in: folder)
      let bytes = try Data(contentsOf: file)
      try (length < 0 ? Data("bplist00 nothing".utf8) : bytes.prefix(length)).write(to: file)
      let fixture = try LiveFixture(Self.text, store)
      try await fixture.adopt(Self.text)
      #expect(fixture.outputs == [[], ["1"]])
      #expect(fixture.snapshot?.states[1] == .fresh)
      await fixture.session.end()
    }
  }

  @Test("A session that ran nothing writes nothing")
  func nothingNew() async throws {
    try await inFolder { folder in
      let (file, store) = try await leave(in: folder)
      try FileManager.default.removeItem(at: file)
      let fixture = try LiveFixture(Self.text, store)
      try await fixture.session.keep()
      #expect(!FileManager.default.fileExists(atPath: file.path))
      try await fixture.adopt(Self.text)
      try await fixture.session.keep()
      let written = try Data(contentsOf: file)
      try FileManager.default.removeItem(at: file)
      try await fixture.session.keep()
      #expect(!written.isEmpty && !FileManager.default.fileExists(atPath: file.path))
      await fixture.session.end()
    }
  }

  @Test("A file that cannot be written is reported, and written by the next attempt")
  func unwritable() async throws {
    try await inFolder { folder in
      let place = folder.appending(path: "place")
      try Data().write(to: place)
      let store = OutcomeStore(file: place.appending(path: "kept"), environment: ContentHash(parts: []))
      let fixture = try LiveFixture(Self.text, store)
      try await fixture.adopt(Self.text)
      await #expect(throws: FileError.self) { try await fixture.session.keep() }
      try FileManager.default.removeItem(at: place)
      try await fixture.session.keep()
      #expect(FileManager.default.fileExists(atPath: place.appending(path: "kept").path))
      await fixture.session.end()
    }
  }
}
