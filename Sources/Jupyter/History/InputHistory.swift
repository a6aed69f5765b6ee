import Files
import Foundation
import Synchronization

/// Inputs of this session and of earlier ones, which front ends offer with the arrow keys.
///
/// Each session has its own file, `$XDG_DATA_HOME/etude/jupyter/history/NUMBER.json`, so concurrent kernels do not
/// overwrite each other's. The oldest files go when there are more than ``mostSessions``.
package final class InputHistory: Sendable {
  /// An input and the text of its value.
  package struct Entry: Equatable, Sendable {
    package var session: Int
    package var line: Int
    package var input: String
    package var output: String?
  }

  private struct State {
    /// Number of this session's file; nil as long as it holds nothing.
    var number: Int?
    var entries: [Entry] = []
    /// Entries of earlier sessions, once they were requested.
    var earlier: [Entry]?
    /// True if the file must be written; it is then written with everything known by that time.
    var isWriting = false
  }

  private let folder: URL
  private let state = Mutex(State())
  private let writing = DispatchQueue(label: "history")

  static let mostSessions = 100
  /// Bytes of an input that are kept.
  private static let longestInput = 100_000

  /// - Parameter environment: Tells the user's folder of data.
  package init(environment: [String: String]) {
    folder = UserFolders(environment).data.appending(path: "etude/jupyter/history")
  }

  // MARK: - Taking in

  /// Receives the code that is executed under a number.
  package func add(_ input: String, line: Int) {
    guard input.utf8.count <= Self.longestInput else { return }
    state.withLock { state in
      let number = state.number ?? claim()
      state.number = number
      state.entries.append(Entry(session: number, line: line, input: input))
    }
    write()
  }

  /// Receives the text of the value of the code that was executed under a number.
  package func note(_ output: String, line: Int) {
    state.withLock { state in
      guard let index = state.entries.lastIndex(where: { $0.line == line }) else { return }
      state.entries[index].output = output
    }
    write()
  }

  /// A number that no other session has; the file for it is created.
  private func claim() -> Int {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var number = (numbers.last ?? 0) + 1
    while true {
      let descriptor = open(file(number).path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 {
        close(descriptor)
        break
      }
      guard errno == EEXIST else { break }
      number += 1
    }
    for old in numbers.dropLast(Self.mostSessions) { try? FileManager.default.removeItem(at: file(old)) }
    return number
  }

  /// Writes the file in parallel with the execution, which does not wait for it.
  private func write() {
    let isScheduled = state.withLock { state in
      defer { state.isWriting = true }
      return state.isWriting
    }
    guard !isScheduled else { return }
    writing.async { [self] in
      let (number, entries) = state.withLock { state in
        state.isWriting = false
        return (state.number, state.entries)
      }
      guard let number else { return }
      let items = entries.map { entry -> JSON in
        [
          "line": .integer(entry.line), "input": .string(entry.input),
          "output": entry.output.map { .string($0) } ?? .null,
        ]
      }
      // Without a history the arrow keys do less; the cell has run all the same.
      try? AtomicFile.write(JSON.array(items).fileData, to: file(number))
    }
  }

  /// Waits until all is on disk.
  package func finish() { writing.sync {} }

  // MARK: - Files

  private func file(_ number: Int) -> URL { folder.appending(path: "\(number).json") }

  /// The sessions that have a file, oldest first.
  private var numbers: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.compactMap { $0.hasSuffix(".json") ? Int($0.dropLast(5)) : nil }.sorted()
  }

  private func read(_ number: Int) -> [Entry] {
    guard let data = try? Data(contentsOf: file(number)), let items = (try? JSON(parsing: data))?.array else {
      return []
    }
    return items.compactMap { item in
      guard let line = item["line"]?.integer, let input = item["input"]?.string else { return nil }
      return Entry(session: number, line: line, input: input, output: item["output"]?.string)
    }
  }

  /// Every entry, oldest first.
  private var all: [Entry] {
    state.withLock { state in
      let earlier = state.earlier ?? numbers.filter { $0 != state.number }.flatMap(read)
      state.earlier = earlier
      return earlier + state.entries
    }
  }

  // MARK: - Queries

  /// The last `count` entries.
  package func tail(_ count: Int) -> [Entry] { all.suffix(max(0, count)) }

  /// Entries of one session.
  ///
  /// - Parameters:
  ///   - session: 0 for this one, negative numbers for earlier ones, else a session's own number.
  ///   - stop: The line before which it ends; nil for all.
  package func range(session: Int, start: Int, stop: Int?) -> [Entry] {
    let entries = all
    let own = state.withLock { $0.number }
    var sessions: [Int] = []
    for entry in entries where entry.session != own && sessions.last != entry.session { sessions.append(entry.session) }
    let number: Int? =
      if session > 0 { session } else if session == 0 { own } else if -sessions.count <= session {
        sessions[sessions.count + session]
      } else { nil }
    return entries.filter { $0.session == number && $0.line >= start && $0.line < stop ?? .max }
  }

  /// The last entries whose whole input matches a pattern of `*`, `?` and `[…]`.
  ///
  /// - Parameters:
  ///   - count: The maximum number of entries; nil for all.
  ///   - isUnique: True to leave out inputs that come again later.
  package func search(_ pattern: String, count: Int?, isUnique: Bool) -> [Entry] {
    var found = all.filter { fnmatch(pattern, $0.input, 0) == 0 }
    if isUnique {
      var inputs: Set<String> = []
      found = found.reversed().filter { inputs.insert($0.input).inserted }.reversed()
    }
    return found.suffix(max(0, count ?? found.count))
  }
}
