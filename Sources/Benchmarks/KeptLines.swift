import Files
import Foundation

/// The lines of earlier versions, a file `benchmarks-VERSION.tsv` each.
struct KeptLines {
  let folder: URL

  /// The file of one version.
  func file(_ version: String) -> URL { folder.appending(path: "benchmarks-\(version).tsv") }

  /// The file that was written last; nil if there is none.
  func latest() throws -> URL? {
    guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
    return files.filter { $0.lastPathComponent.wholeMatch(of: /benchmarks-.+\.tsv/) != nil }
      .max { Self.date(of: $0) < Self.date(of: $1) }
  }

  /// Writes the lines of a version beside and renames them into place, so that a run that is broken off keeps nothing.
  func keep(_ lines: [BenchmarkLine], of version: String) throws {
    let text = lines.map { $0.text + "\n" }.joined()
    try AtomicFile.write(Data(text.utf8), to: file(version), makesFolder: true)
  }

  /// The lines of a file.
  static func lines(of file: URL) throws -> [BenchmarkLine] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { BenchmarkLine(String($0)) }
  }

  /// A report of what is slower than before, and of how many were compared.
  static func comparison(of lines: [BenchmarkLine], with earlier: [BenchmarkLine], named name: String) -> String {
    let known = Dictionary(earlier.map { ($0.name, $0) }) { _, last in last }
    let pairs = lines.compactMap { line in known[line.name].map { (line, $0) } }
    let worse = pairs.filter { $0.isWorse(than: $1) }
    let report = worse.map { line, earlier in
      "\(line.name): \(line.median), before \(earlier.median) (\(String(format: "%.2f", line.median / earlier.median)) times)"
    }
    let summary = "\(worse.count) of \(pairs.count) got worse since \(name)"
    return ([worse.isEmpty ? summary + "." : summary + ":"] + report).joined(separator: "\n")
  }

  private static func date(of file: URL) -> Date {
    (try? file.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate ?? .distantPast
  }
}
