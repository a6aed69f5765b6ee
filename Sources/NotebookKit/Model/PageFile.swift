import Foundation

/// A file beside a notebook of which the page shows something, as it was when somebody looked.
package struct PageFile: Equatable, Sendable {
  package let file: URL
  /// Nil for a file that is not there.
  let size: Int?
  let changeTime: Date?

  init(_ file: URL) {
    self.file = file
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
    size = attributes?[.size] as? Int
    changeTime = attributes?[.modificationDate] as? Date
  }
}

extension PageFile {
  /// The largest number of files that are looked at.
  private static let most = 1_000

  /// The files that a document includes or shows, and its bibliographies.
  static func files(
    of document: MarkdownDocument, _ bibliographies: [BibliographyRequest], beside folder: URL
  ) -> [PageFile] {
    var addresses = bibliographies.map(\.path)
    for node in document.nodes {
      switch node.kind {
      case .include(let include): addresses.append(include.path)
      case .image(let url, _): addresses.append(url)
      case .shortcode(let shortcode) where shortcode.name == "video":
        if let first = shortcode.arguments.first { addresses.append(first) }
      default: continue
      }
    }
    var known: Set<String> = []
    return addresses.filter { known.insert($0).inserted }.prefix(most).compactMap { address in
      LocalAddress.file(address, beside: folder).map(PageFile.init)
    }
  }
}
