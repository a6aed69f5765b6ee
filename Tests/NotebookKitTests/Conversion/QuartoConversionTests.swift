import Foundation
import NotebookKit
import Testing

@Suite("Quarto's documents as notebooks of ours")
struct QuartoConversionTests {
  static let document = """
    ---
    title: x
    execute:
      echo: false
      freeze: auto
    params:
      n: 1
    ---

    ```{swift}
    //| fig-width: 3
    let a = 1
    ```

    ```swift
    let sample = 1
    ```

    ```{.swift filename="a.swift"}
    let sample = 2
    ```

    > ```{swift}
    > let b = 1
    > ```

    ```{python}
    1
    ```
    """ + "\n"

  @Test("Only what Quarto runs is a cell")
  func samples() throws {
    let ours = try convert(Self.document, "n.qmd", "n.md")
    #expect(try parse(ours).cells.map(\.source) == ["let a = 1", "let b = 1"])
    #expect(try convert(ours, "n.md", "n.qmd").contains("```swift\nlet sample = 1"))
  }

  @Test("Of `execute` we take what we know and keep the rest, and all comes back")
  func execute() throws {
    let ours = try convert(Self.document, "n.qmd", "n.md")
    #expect(try parse(ours).cells.allSatisfy { !$0.options.echo })
    #expect(ours.contains("quarto:\n  execute:\n    freeze: auto\n"))
    let back = try convert(ours, "n.md", "n.qmd")
    #expect(back.contains("execute:\n  echo: false\n  freeze: auto\n") && !back.contains("quarto:"))
    #expect(back.contains("```{.swift filename=\"a.swift\"}"))
  }

  @Test("A document of Quarto's that is run as it is has cells only where Quarto has")
  func direct() throws {
    let source = "```swift\nfatalError()\n```\n\n```{swift}\n1\n```\n"
    let notebook = try NotebookParser.parse(source: .init(source.utf8), file: .init(filePath: "n.qmd"))
    #expect(notebook.cells.map(\.source) == ["1"])
  }

  @Test("A mapping in flow style is parted too")
  func flow() throws {
    let ours = try convert("---\nexecute: {cache: true, echo: false}\n---\n\n```{swift}\n1\n```\n", "n.qmd", "n.md")
    #expect(try parse(ours).cells.map(\.options.echo) == [false])
    #expect(ours.contains("quarto:\n  execute:\n    cache: true\n"))
  }
}
