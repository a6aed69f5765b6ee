import Display
import Foundation
import NotebookKit
import Tensors
import TestSupport
import Testing

/// Notebooks that go to another format and come back.
@Suite("Round trips between formats")
struct RoundTripTests {
  static let ours = ["tour", "gallery", "lesson2", "own_layer", "scaling"]

  @Test("A generated notebook survives a round trip through Jupyter", arguments: 1...60)
  func jupyter(seed: UInt64) throws {
    var writer = NotebookWriter(seed: seed)
    let text = writer.notebook()
    try expectEqual(text, try through("ipynb", text), "seed \(seed)")
  }

  @Test("A generated notebook survives a round trip through Quarto byte by byte", arguments: 1...60)
  func quarto(seed: UInt64) throws {
    var writer = NotebookWriter(seed: seed)
    let text = writer.notebook()
    #expect(try through("qmd", text) == text, "seed \(seed)")
  }

  @Test(
    "A cell in lists, quotes and footnotes comes back byte by byte, with the blank lines around it",
    arguments: [
      "> a\n>\n> > b\n> >\n> > CELL\n> >\n> > c\n>\n> d\n", "> > CELL\n>\n> d\n", "> a\n>\n> > CELL\n> >\n>\n> d\n",
      "> a\n>\n>\n> CELL\n>\n>\n> b\n", "> > > CELL\n> >\n> > CELL\n>\n> CELL\n\nEnd\n", "> CELL\n\n> CELL\n",
      "> CELL\n>\n> CELL\n", "> 1. a\n>\n>    CELL\n>\n>    b\n>\n> 2. c\n", "> - > CELL\n>   >\n>   > a\n",
      "1. a\n   CELL\n2. b\n",
      "- a\n  - b\n\n    CELL\n\n    c\n  - d\n- e\n", "- CELL\n- CELL\n",
      "- a\n\n  > b\n  >\n  > CELL\n  >\n  > c\n\n  d\n",
      "x[^1]\n\n[^1]: a\n\n    > b\n    >\n    > CELL\n\n    c\n\nEnd\n", "- a\n\n\n  CELL\n\n\n  b\n",
      "> a\n> CELL\n> b\n", ">a\n>\n>CELL\n>\n>b\n",
    ])
  func containers(template: String) throws {
    let text = template.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let place = line.range(of: "CELL") else { return String(line) }
      let first = line[..<place.lowerBound]
      let following = String(first.map { $0 == "-" ? " " : $0 })
      return "\(first)```swift\n\(following)1\n\(following)```"
    }
    .joined(separator: "\n")
    #expect(try through("ipynb", text) == text)
    #expect(try through("qmd", text) == text)
  }

  @Test("The notebooks of this repository survive a round trip", arguments: ours, ["ipynb", "qmd"])
  func repository(name: String, format: String) throws {
    let file = Fixtures.repositoryFolder.appending(path: "../../Notebooks/\(name).md").standardizedFileURL
    let text = try String(contentsOf: file, encoding: .utf8)
    try expectEqual(text, try through(format, text), name)
  }

  private func through(_ format: String, _ text: String) throws -> String {
    try convert(try convert(text, "n.md", "n.\(format)"), "n.\(format)", "n.md")
  }

  /// Cells, options, values and the page are the same; the numbers of lines are not.
  private func expectEqual(_ before: String, _ after: String, _ comment: String) throws {
    let (old, new) = (try parse(before), try parse(after))
    #expect(new.cells.map(\.source) == old.cells.map(\.source), "\(comment)")
    #expect(new.cells.map(\.options) == old.cells.map(\.options), "\(comment)")
    #expect(new.inlineValues.map(\.expression) == old.inlineValues.map(\.expression), "\(comment)")
    #expect(new.frontMatter.title == old.frontMatter.title && new.frontMatter.authors == old.frontMatter.authors)
    #expect(try page(after) == page(before), "\(comment)")
  }

  private func page(_ text: String) throws -> String {
    try content(text).replacing(/<pre class="lines"[^>]*>[^<]*<\/pre>/, with: "")
  }
}

/// Writes notebooks of parts chosen by a seed.
private struct NotebookWriter {
  private var generator: MersenneTwister
  private var count = 0

  init(seed: UInt64) { generator = MersenneTwister(seed: seed) }

  mutating func notebook() -> String {
    var parts =
      Bool.random(using: &generator)
      ? ["---\ntitle: \"T: \(next())\"\nauthor: [A, B]\nexecute:\n  echo: true\n---"] : []
    for _ in 0..<Int.random(in: 1...12, using: &generator) { parts.append(part()) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private mutating func next() -> Int {
    count += 1
    return count
  }

  private mutating func part() -> String {
    let number = next()
    return switch Int.random(in: 0..<16, using: &generator) {
    case 0: "Prose \(number) with *emphasis*, `code` and $x_\(number)$."
    case 1: "## Heading \(number) {#sec-h\(number)}"
    case 2: "A value `{swift} v\(number)` and @fig-f\(number)."
    case 3:
      "```swift\n//| label: fig-f\(number)\n//| fig-cap: \"C: \(number)\"\nlet v\(number) = \(number)\n\nprint(v\(number))\n```"
    case 4: "````swift\nlet s\(number) = \"```\"\n````"
    case 5: "```{.swift .sample}\nfatalError()\n```"
    case 6: "```python\nx = \(number)\n```"
    case 7: "1. item \(number)\n\n   ```swift\n   let l\(number) = 1\n   ```\n\n   more of it\n\n2. next"
    case 8: "> quoted \(number)\n>\n> ```swift\n> let q\(number) = 1\n> ```\n>\n> more of it"
    case 9: "Noted[^n\(number)].\n\n[^n\(number)]: A note\n\n    ```swift\n    let n\(number) = 1\n    ```"
    case 10: "```{=html}\n<b>\(number)</b>\n```"
    case 11: "<!-- a comment \(number) -->"
    case 14: "> quoted \(number)\n>\n> > ```swift\n> > let r\(number) = 1\n> > ```\n> >\n> > more of it\n>\n> and more"
    case 15: "- item \(number)\n  - below\n    ```swift\n    let m\(number) = 1\n    ```\n  - next\n- last"
    case 12: "| a | b |\n|---|--:|\n| \(number) | `{swift} t\(number)` |"
    default: "```swift\n//| tags: [hint]\n//| jupyter: {\"collapsed\":true}\n```"
    }
  }
}
