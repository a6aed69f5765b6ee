import Foundation
import NotebookKit
import TestSupport
import Testing

/// The table from which hints in compiler errors are taken.
@Suite("Names of other libraries")
struct ForeignNamesTests {
  /// The table that the article's columns *In …* and *Here* make.
  private static func table(of article: Article) -> String {
    var table: [String: [String]] = [:]
    for (there, here) in article.namesThereAndHere {
      for (index, call) in there.enumerated() {
        guard let name = plainName(of: call) else { continue }
        let names = there.count == here.count ? [here[index]] : here
        if names.contains(name) { continue }
        for name in names where !table[plainName(of: call) ?? "", default: []].contains(name) {
          table[plainName(of: call) ?? "", default: []].append(name)
        }
      }
    }
    return table.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key)\t\($0.value.joined(separator: ", "))\n" }.joined()
  }

  /// The last name of a call, as `head` of `df.head()`; nil for what is no name.
  private static func plainName(of call: String) -> String? {
    let name = call.replacing(/\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}/, with: "").split(separator: ".").last ?? ""
    return name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/).map { String($0.output) }
  }

  @Test("The table is that of the article; ETUDE_RECORD=1 writes it anew")
  func table() throws {
    let article = try #require(Article.all.first { $0.name == "ComingFromLibrosaAndFastai" })
    let expected = Self.table(of: article)
    let file = Article.folder.appending(path: "../../NotebookKit/Compilation/Files/foreign-names.tsv")
      .standardizedFileURL
    if ProcessInfo.processInfo.environment["ETUDE_RECORD"] == "1" { try Data(expected.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == expected)
    #expect(expected.contains("\nsavefig\tFigure.write, Figure.pngData, Figure.svgData\n"))
  }
}
