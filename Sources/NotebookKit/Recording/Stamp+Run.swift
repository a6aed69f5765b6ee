import Files
import Foundation

extension Stamp {
  /// When, where and with what a notebook is run.
  static func describing(
    _ notebook: Notebook, compiler: String?, dependencies: NotebookDependencies = NotebookDependencies()
  ) -> Stamp {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime]
    var entries = [
      Entry(timeName, formatter.string(from: Date())),
      Entry("Etude", EtudeVersion.current),
      Entry("Compiler", compiler ?? "unknown"),
      Entry("Machine", machine),
      Entry(
        "Notebook", "\(notebook.file.lastPathComponent), SHA-256 \(ContentHash(Data(notebook.source.utf8)).hexadecimal)"
      ),
    ]
    if let seed = notebook.frontMatter.seed { entries.append(Entry("Seed", String(seed))) }
    return Stamp(entries: entries + dependencies.stampEntries)
  }

  /// The name of the entry with the start time of the run.
  static let timeName = "Made"

  private static var machine: String {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last }.map { $0.trimmingCharacters(in: .whitespaces) }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "\(model ?? "unknown processor"), \(cores) cores, \(ProcessInfo.processInfo.operatingSystemVersionString)"
  }
}
