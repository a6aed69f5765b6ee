import Files
import Foundation
import Jupyter
import TestSupport
import Testing

@Suite("The history of inputs")
struct InputHistoryTests {
  /// A history of earlier sessions and this one.
  private func history(_ sessions: [[String]], in folder: URL) -> InputHistory {
    var last = InputHistory(environment: ["XDG_DATA_HOME": folder.path])
    for (index, inputs) in sessions.enumerated() {
      if index > 0 { last = InputHistory(environment: ["XDG_DATA_HOME": folder.path]) }
      for (line, input) in inputs.enumerated() { last.add(input, line: line + 1) }
      last.finish()
    }
    return last
  }

  @Test("The tail goes over sessions, the oldest input first")
  func tail() throws {
    try withTemporaryFolder { folder in
      let history = history([["a", "b"], ["c"]], in: folder)
      #expect(history.tail(2).map(\.input) == ["b", "c"])
      #expect(history.tail(9).map(\.session) == [1, 1, 2])
      #expect(history.tail(-1).isEmpty)
    }
  }

  @Test("A range is one of this session, or of an earlier one")
  func range() throws {
    try withTemporaryFolder { folder in
      let history = history([["a", "b"], ["c"], ["d", "e", "f"]], in: folder)
      #expect(history.range(session: 0, start: 2, stop: nil).map(\.input) == ["e", "f"])
      #expect(history.range(session: -1, start: 1, stop: nil).map(\.input) == ["c"])
      #expect(history.range(session: -2, start: 1, stop: 2).map(\.input) == ["a"])
      #expect(history.range(session: 2, start: 1, stop: nil).map(\.input) == ["c"])
      #expect(history.range(session: -9, start: 1, stop: nil).isEmpty)
      #expect(history.range(session: .min, start: .min, stop: .max).isEmpty)
    }
  }

  @Test("A search supports patterns, the last matches, and unique inputs")
  func search() throws {
    try withTemporaryFolder { folder in
      let history = history([["let a = 1", "print(a)"], ["let b = 2", "let a = 1"]], in: folder)
      #expect(history.search("let*", count: nil, isUnique: false).count == 3)
      #expect(history.search("let*", count: 1, isUnique: false).map(\.session) == [2])
      #expect(history.search("let*", count: nil, isUnique: true).map(\.input) == ["let b = 2", "let a = 1"])
      #expect(history.search("[", count: nil, isUnique: false).isEmpty)
    }
  }

  @Test("The text of a value is kept with its input")
  func output() throws {
    try withTemporaryFolder { folder in
      let first = history([["1 + 2"]], in: folder)
      first.note("3", line: 1)
      first.finish()
      #expect(history([[]], in: folder).tail(1).first?.output == "3")
    }
  }

  @Test("A file that is damaged is left out")
  func damaged() throws {
    try withTemporaryFolder { folder in
      _ = history([["a"], ["b"]], in: folder)
      try Data("{".utf8).write(to: folder.appending(path: "etude/jupyter/history/1.json"))
      #expect(history([[]], in: folder).tail(9).map(\.input) == ["b"])
    }
  }

  @Test("A session that has executed nothing leaves no file")
  func empty() throws {
    try withTemporaryFolder { folder in
      _ = history([[]], in: folder)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "etude").path))
    }
  }

  @Test("The reply contains outputs on request")
  func reply() throws {
    try withTemporaryFolder { folder in
      let history = history([["1"]], in: folder)
      history.note("1", line: 1)
      let query = HistoryQuery(["hist_access_type": "tail", "n": .integer(1), "output": .boolean(true)])
      #expect(query.content(from: history)["history"] == [[.integer(1), .integer(1), ["1", "1"]]])
      #expect(HistoryQuery([:]).content(from: history)["history"] == [[.integer(1), .integer(1), "1"]])
    }
  }
}
