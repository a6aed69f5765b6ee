import Files
import Foundation

/// The raw cell at the head of a Jupyter notebook that holds front matter, as Quarto and we write it.
struct FrontMatterCell {
  /// The lines between its fences.
  private let written: [String]
  let isPresent: Bool

  init(_ cell: JSON?) {
    let text = (cell?["source"]?.multilineText ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    let source = SourceText(text: text, file: "")
    isPresent =
      cell?["cell_type"]?.string == "raw" && source.lines.count > 1
      && FrontMatterReader(source).lineCount == source.lines.count
    written = isPresent ? source.lines.dropFirst().dropLast().map(String.init) : []
  }

  /// The lines of the notebook's front matter, with what only the notebook's metadata say below `jupyter:`.
  func lines(with metadata: JSON.Object) -> [String] {
    var lines = QuartoFormat.nestedFrontMatter(written)
    let front = FrontMatterReader(SourceText(text: (["---"] + lines + ["---"]).joined(separator: "\n"), file: ""))
      .frontMatter
    // What describes the kernel is made anew.
    var foreign = metadata.filter { !["kernelspec", "language_info", JupyterWriter.ownKey].contains($0.name) }
    if let title = metadata["title"]?.string {
      if front.title == nil { lines.append("title: \(JSON.yaml(title))") }
      if front.title == nil || front.title == title { foreign["title"] = nil }
    }
    if let authors = metadata["authors"]?.array {
      let names = authors.compactMap { $0.object?.members.count == 1 ? $0["name"]?.string : nil }
      if names.count == authors.count, front.authors.isEmpty || front.authors == names {
        if front.authors.isEmpty, !names.isEmpty {
          lines.append("author: \(JSON.array(names.map { .string($0) }).yaml)")
        }
        foreign["authors"] = nil
      }
    }
    if !foreign.isEmpty { lines.append("jupyter: \(JSON.object(foreign).yaml)") }
    return lines
  }
}
