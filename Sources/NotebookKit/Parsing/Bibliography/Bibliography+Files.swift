import Files
import Foundation

extension Bibliography {
  /// A file over this size in bytes is not read.
  private static let largest = 20_000_000
  /// The maximum number of reported errors per file.
  private static let mostProblems = 20

  /// The works in the files that the front matter of a notebook names.
  init(of notebook: Notebook) {
    let folder = notebook.file.deletingLastPathComponent()
    for request in notebook.frontMatter.bibliography { read(request.path, beside: folder) }
  }

  private mutating func read(_ path: String, beside folder: URL) {
    func refuse(_ reason: String) { add(Problem(file: path, line: nil, reason: reason)) }
    guard let file = LocalAddress.file(path, beside: folder) else {
      return refuse("it is outside the notebook's folder. Copy it beside the notebook.")
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
    guard size <= Self.largest else {
      return refuse("it has \(size / 1_000_000) MB. Keep only the entries that the notebook cites.")
    }
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      return refuse(
        FileManager.default.fileExists(atPath: file.path)
          ? "\(SystemReason.of(error)). Make it readable."
          : "there is no such file. Correct the name, which is relative to the notebook's folder.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      return refuse("it is not UTF-8 text. Save it as UTF-8.")
    }
    switch file.pathExtension.lowercased() {
    case "bib", "bibtex":
      let reader = BibTeXReader(text)
      for entry in reader.inheriting { add(BibliographyEntry(entry), of: path) }
      if reader.entries.isEmpty, reader.problems.isEmpty { refuse("it has no entries. Add some, or correct the name.") }
      for problem in reader.problems.prefix(Self.mostProblems) {
        add(Problem(file: path, line: problem.line, reason: problem.reason))
      }
    case "json":
      do {
        let (entries, nameless) = try CSLReader.entries(of: data)
        for entry in entries { add(entry, of: path) }
        if nameless > 0 { refuse("\(nameless) of its items have no `id`. Give each an `id`.") }
        if entries.isEmpty, nameless == 0 { refuse("it has no items. Add some, or correct the name.") }
      } catch {
        let line = 1 + data.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
        add(Problem(file: path, line: line, reason: "it is not JSON: \(error.reason). Correct the text there."))
      }
    case let type: refuse("files of type `\(type)` are not supported. Use BibTeX (`.bib`) or CSL-JSON (`.json`).")
    }
  }
}

/// A bibliography file that the front matter names.
package struct BibliographyRequest: Equatable, Sendable {
  /// Relative to the notebook's folder.
  package var path: String
  /// The notebook's line that names it.
  package var line: Int

  package init(path: String, line: Int) {
    self.path = path
    self.line = line
  }
}
