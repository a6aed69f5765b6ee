import Files
import Foundation

/// The line in a report's file that says that Etude wrote it, from which notebook, and with which content.
///
/// In a page and in a PDF it is a comment at the end, in Markdown one after the last line, in a Jupyter notebook a member of
/// the metadata. A file without a mark, or one that was edited since, is not Etude's to replace.
struct ReportMark: Equatable {
  /// The notebook's path from the folder of the report, percent-encoded.
  var notebook: String
  /// State of the file's content since Etude wrote it.
  var content: Content

  enum Content: Equatable {
    case intact
    case edited
    /// The mark contains no hash. For example that of a page has none, because pages are not edited.
    case notRecorded
  }

  private static let name = "etude-report"
  private static let blank = String(repeating: "0", count: 64)

  // MARK: - Writing

  /// The page with a mark.
  static func marking(page: Data, of notebook: String) -> Data {
    page + Data("<!-- \(name) notebook=\"\(notebook)\" -->\n".utf8)
  }

  /// The Markdown with a mark.
  static func marking(markdown: Data, of notebook: String) -> Data {
    hashed(markdown + Data("\n<!-- \(name) notebook=\"\(notebook)\" sha256=\"\(blank)\" -->\n".utf8))
  }

  /// The PDF with a mark, a comment after its end.
  static func marking(pdf: Data, of notebook: String) -> Data {
    pdf + Data("\n% \(name) notebook=\"\(notebook)\"\n".utf8)
  }

  /// The Jupyter notebook with a mark; unchanged if it has no metadata.
  static func marking(jupyter: Data, of notebook: String) -> Data {
    guard case .object(var file)? = try? JSON(parsing: jupyter), case .object(var metadata)? = file["metadata"] else {
      return jupyter
    }
    metadata[name] = .string("notebook=\"\(notebook)\" sha256=\"\(blank)\"")
    file["metadata"] = .object(metadata)
    return hashed(JSON.object(file).fileData)
  }

  /// The data with its hash instead of the zeros.
  private static func hashed(_ data: Data) -> Data {
    guard let place = hashRange(in: data) else { return data }
    var result = data
    result.replaceSubrange(place, with: Data(ContentHash(data).hexadecimal.utf8))
    return result
  }

  // MARK: - Reading

  /// The mark of a file's content; nil if it has none.
  init?(of data: Data) {
    guard let start = data.range(of: Data(Self.name.utf8), options: .backwards)?.upperBound else { return nil }
    let text = String(decoding: data[start...].prefix(8192), as: UTF8.self).replacing("\\\"", with: "\"")
    guard let path = text.firstMatch(of: /notebook="([^"]*)"/)?.output.1 else { return nil }
    notebook = String(path)
    guard let place = Self.hashRange(in: data) else {
      content = .notRecorded
      return
    }
    var blanked = data
    blanked.replaceSubrange(place, with: Data(Self.blank.utf8))
    content = Data(ContentHash(blanked).hexadecimal.utf8) == data[place] ? .intact : .edited
  }

  /// Place of the hash, after the mark's name.
  private static func hashRange(in data: Data) -> Range<Data.Index>? {
    guard let start = data.range(of: Data(name.utf8), options: .backwards)?.upperBound,
      let key = data[start...].prefix(8192).range(of: Data("sha256=".utf8))
    else { return nil }
    let digits = data[key.upperBound...].drop { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }.prefix(64)
    return digits.count == 64 ? digits.startIndex..<digits.endIndex : nil
  }

  // MARK: - Paths

  /// The path of a notebook from a folder, so a tree that moves as a whole keeps its marks.
  static func path(of notebook: URL, from folder: URL) -> String {
    let target = notebook.resolvingSymlinksInPath().standardizedFileURL.pathComponents
    let base = folder.resolvingSymlinksInPath().standardizedFileURL.pathComponents
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: base.count - shared) + target[shared...]
    // Two hyphens would end a comment.
    return parts.joined(separator: "/").addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)?
      .replacing("--", with: "%2D%2D").replacing("\"", with: "%22") ?? ""
  }

  /// The notebook that the mark of a file in `folder` names.
  func notebook(from folder: URL) -> URL {
    folder.resolvingSymlinksInPath().appending(path: notebook.removingPercentEncoding ?? notebook)
  }
}
