import Foundation
import TestSupport
import Testing

/// A notebook in a separate folder, run by the `etude` command; `remove()` removes the folder.
struct ScratchNotebook {
  let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  /// Writes `note.md` with these cells, one line of prose before each.
  init(_ cells: [String], frontMatter: String = "") throws {
    let front = frontMatter.isEmpty ? "" : "---\n\(frontMatter)\n---\n"
    try self.init(text: front + cells.map { "Prose.\n\n```swift\n\($0)\n```\n" }.joined(separator: "\n"))
  }

  init(text: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "note.md"))
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  var page: URL { folder.appending(path: "Output/note.html") }

  func pageText() throws -> String { try String(contentsOf: page, encoding: .utf8) }

  func run(_ arguments: [String] = []) throws -> ProgramResult {
    try EtudeProcess().run(["run", "note.md", "--to", "ipynb"] + arguments, in: folder)
  }

  func check() throws -> ProgramResult { try EtudeProcess().run(["check", "note.md"], in: folder) }

  /// Starts a run and comes back while it continues.
  func start(_ arguments: [String] = []) throws -> RunningProgram {
    try Program.built("etude", ["run", "note.md", "--to", "ipynb"] + arguments, in: folder).start()
  }

  /// Waits until the cells have created a file.
  func waitForFile(_ name: String, seconds: Double = 120) throws {
    try waitUntil("\(name) is there", seconds: seconds) {
      FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
  }

  /// The outputs of each cell of the finished run, one line per output as `kind: text`.
  func outputs() throws -> [[String]] {
    struct Jupyter: Decodable {
      struct Output: Decodable {
        var output_type: String
        var name: String?
        var text: [String]?
        var evalue: String?
        var data: [String: Text]?
      }
      enum Text: Decodable {
        case lines([String])
        case other
        init(from decoder: any Decoder) throws {
          self = (try? .lines(decoder.singleValueContainer().decode([String].self))) ?? .other
        }
      }
      struct Cell: Decodable {
        var cell_type: String
        var source: [String]
        var outputs: [Output]?
      }
      var cells: [Cell]
    }
    let data = try Data(contentsOf: folder.appending(path: "Output/note.ipynb"))
    // Front matter is a cell there, too.
    let cells = try JSONDecoder().decode(Jupyter.self, from: data).cells
      .filter { $0.cell_type == "code" && $0.source.first != "---\n" }
    return cells.map { cell in
      (cell.outputs ?? []).map { output in
        switch output.output_type {
        case "stream": return "\(output.name ?? "?"): \((output.text ?? []).joined())"
        case "error": return "error: \(output.evalue ?? "")"
        default:
          guard case .lines(let lines)? = output.data?["text/plain"] else { return output.output_type }
          return "\(output.output_type): \(lines.joined())"
        }
      }
    }
  }
}

/// Checks a condition repeatedly until it holds; records an issue if it does not in time.
func waitUntil(_ condition: String, seconds: Double = 120, _ holds: () throws -> Bool) throws {
  let end = Date(timeIntervalSinceNow: seconds)
  while try !holds() {
    guard Date() < end else {
      Issue.record("Waited \(seconds) s in vain until \(condition).")
      return
    }
    usleep(10_000)
  }
}

/// True if a process exists and is not a zombie.
func isAlive(_ process: pid_t) -> Bool {
  guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let bracket = status.lastIndex(of: ")")
  else { return false }
  return !status[bracket...].hasPrefix(") Z")
}
