import Foundation
import NotebookKit
import Testing

@Suite("Packages and sources in other formats")
struct DependencyConversionTests {
  private let notebook = """
    ---
    title: T
    packages:
      - url: https://github.com/apple/swift-algorithms
        from: 1.2.1
        products: [Algorithms]
      - path: ../Tools
    sources: Helpers
    ---

    ```swift
    import Algorithms
    ```

    """

  @Test("A notebook that goes to another format and back asks for the same", arguments: ["ipynb", "qmd"])
  func roundTrip(format: String) throws {
    let (file, other) = (URL(filePath: "note.md"), URL(filePath: "note.\(format)"))
    let converted = try NotebookConverter.convert(Data(notebook.utf8), file: file, to: other).data
    let back = try NotebookConverter.convert(converted, file: other, to: file).data
    let frontMatters = try [Data(notebook.utf8), back].map {
      try NotebookParser.parse(source: $0, file: file).frontMatter
    }
    #expect(frontMatters[1].packages.count == 2 && frontMatters[1].sources != nil)
    #expect(frontMatters[0] == frontMatters[1])
  }
}
