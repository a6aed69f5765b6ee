import Foundation
import NotebookKit
import TestSupport
import Testing

/// Every example of the specifications of CommonMark 0.31.2 and of GitHub's Markdown 0.29.
@Suite("The specifications of Markdown")
struct SpecificationTests {
  private struct Example: Decodable {
    var example: Int
    var section: String
    var markdown: String
    var html: String
  }

  /// The numbers of the examples of a file that are parsed differently.
  private func differences(_ name: String) throws -> [Int] {
    let file = Fixtures.repositoryFolder.appending(path: "markdown/\(name).json")
    let examples = try JSONDecoder().decode([Example].self, from: Data(contentsOf: file))
    #expect(examples.count > 600)
    return examples.filter { example in
      let filtersTags = example.section.hasPrefix("Disallowed Raw HTML")
      return SpecificationWriter.html(example.markdown, filtersTags: filtersTags) != example.html
    }
    .map(\.example)
  }

  @Test("CommonMark's examples are parsed as specified, except GitHub's links and versions after 0.29")
  func commonMark() throws {
    let bareLinks = [602, 606, 608, 611, 612]
    // A number of a character out of Unicode, `textarea`, currency signs beside emphasis, comments of HTML 5.
    let newer = [28, 171, 354, 625, 626]
    #expect(try differences("commonmark-0.31") == (bareLinks + newer).sorted())
  }

  @Test("GitHub's examples are parsed as specified, except those that GitHub's own bare links change")
  func gitHub() throws { #expect(try differences("gfm-0.29") == [610, 614, 616, 619, 620]) }
}
