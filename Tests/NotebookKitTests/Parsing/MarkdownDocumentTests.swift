import Foundation
import NotebookKit
import Testing

@Suite("The tree of a Markdown text")
struct MarkdownDocumentTests {
  @Test("A node's descendants, children and parent agree")
  func tree() {
    let document = MarkdownDocument("# A *b* `c`\n\n- one\n- two\n  - three\n")
    #expect(document[0].descendants == 1..<document.nodes.count)
    for node in document.nodes {
      #expect(document[node.id] == node)
      for child in document.children(of: node) { #expect(child.parent == node.id) }
    }
    #expect(document.blocks.map { document.plainText(of: $0) } == ["A b c", "onetwothree"])
  }

  @Test("Formulas and references are nodes, and code has its text as written")
  func kinds() {
    let document = MarkdownDocument("See @fig-a: $x_1$.\n\n~~~ $a$\n$b$ and $c$\n~~~\n\n[$u$](a$b$c \"$t$\")\n")
    let formulas = document.nodes.compactMap { if case .formula(let formula) = $0.kind { formula.tex } else { nil } }
    #expect(formulas == ["x_1", "u"])
    #expect(document.nodes.contains { $0.kind == .crossReference(label: "fig-a") && $0.source == 4..<10 })
    #expect(
      document.nodes.contains {
        $0.kind == .codeBlock(info: "$a$", fence: .init(character: "~", length: 3)) && $0.literal == "$b$ and $c$\n"
      })
    #expect(document.nodes.contains { $0.kind == .link(url: "a$b$c", title: "$t$") })
  }

  @Test("A line that only begins with code opens no fence, and formulas below it are formulas")
  func codeAtLineStart() {
    let document = MarkdownDocument("```x``` is code.\n\nAnd $a$.\n")
    #expect(document.nodes.contains { $0.kind == .formula(Formula(tex: "a", isDisplayed: false)) })
  }

  @Test(
    "Text that only looks like a fence hides no formula, and code contains none",
    arguments: [
      ("    ```\n    no fence\n\n$a$\n\n$b$\n", ["a", "b"]), ("> ```\n> $no$\n\n$a$\n", ["a"]),
      ("- ```\n  $no$\n\n$a$\n", ["a"]), ("> - ```\n>   $no$\n> $a$\n", ["a"]), ("- ```\n  $no$", []),
      ("~~~\n```\n$no$\n~~~\n$a$\n", ["a"]), ("    $no$\n\n$a$\n", ["a"]),
      ("$$\n10\n$$\n", ["\n10\n"]), ("1. $a$\n\n   ```\n   $no$\n   ```\n\n   $b$\n", ["a", "b"]),
    ])
  func codeAndFormulas(text: String, formulas: [String]) {
    let found = MarkdownDocument(text).nodes.compactMap { node in
      if case .formula(let formula) = node.kind { formula.tex } else { nil }
    }
    #expect(found == formulas)
  }

  @Test(
    "A formula is found by its fences and its block",
    arguments: [
      ("$$\\text{if $x>0$}$$\n", ["\\text{if $x>0$}"]), ("$a \\text{if $x$} b$\n", ["a \\text{if $x$} b"]),
      ("$= \\begin{matrix}\n10.5 \\\\\n5.2\n\\end{matrix} $\n", ["= \\begin{matrix}\n10.5 \\\\\n5.2\n\\end{matrix} "]),
      ("$\nx\n$\n", ["\nx\n"]), ("$ x^2 $ and $ y $\n", [" x^2 "]),
      ("$$\na\n\nb\n$$\n\nText\n\n$$\nc\n$$\n", ["\na\n\nb\n", "\nc\n"]),
      ("$$\na\n$$\n\nText\n\n$$\nc\n$$\n", ["\na\n", "\nc\n"]), ("- ` a\n- ` $x$\n", ["x"]), ("- a $x\n- y$ b\n", []),
      ("| $|x|$ | b |\n|---|---|\n| 1 | 2 |\n", ["|x|"]), ("$$\na\n+ b\n- c\n> d\n$$\n", ["\na\n+ b\n- c\nd\n"]),
      ("$a\n+ b$\n", ["a\n+ b"]), ("Bad $\\frac{1$ and $b$\n", ["\\frac{1", "b"]), ("$$\na\n\n# Head\n\n$b$\n", ["b"]),
      ("> \\begin{align}\n> a\n> \\end{align}\n", ["\\begin{align}\na\n\\end{align}"]),
      ("\\begin{itemize}\na\n\\end{itemize}\n", []),
      ("\\newcommand{\\a}{\n  $b$}\nText\n", ["\\newcommand{\\a}{\n  $b$}"]),
      ("Set as \\begin{align}a\\end{align}\n", []), ("$a$ $b$`$c$` \\$d$\n", ["a", "b"]),
    ])
  func fences(text: String, formulas: [String]) {
    let found = MarkdownDocument(text).nodes.compactMap { node in
      if case .formula(let formula) = node.kind { formula.tex } else { nil }
    }
    #expect(found == formulas)
  }

  @Test("A label after a displayed formula is the formula's")
  func label() {
    let document = MarkdownDocument("$$a$$ {#eq-a}\n\n$$b$$ {.c}\n\n[$$d$$ {#e}](u$$v$$)\n")
    let labels = document.nodes.compactMap { node in
      if case .formula(let formula) = node.kind { formula.label ?? "none" } else { nil }
    }
    #expect(labels == ["eq-a", "none", "e"])
    #expect(document.plainText(of: document.blocks[0]) == "$$a$$")
  }

  @Test("Lines are the text's own below displayed formulas")
  func lines() {
    let document = MarkdownDocument(
      "> $$\n> a\n> b\n> $$\n\nText $$c\nd$$ and\n`code`\n\n## Head\n\n```swift\n$0\n```\n\n$$\ne\n$$\n")
    #expect(document.blocks.map(\.firstLine) == [1, 6, 10, 12, 16])
    #expect(document.blocks.map(\.lastLine) == [4, 8, 10, 14, 18])
    #expect(document.nodes.filter { $0.kind == .code }.map(\.firstLine) == [8])
  }

  @Test("Cells and their errors have the notebook's lines below displayed formulas")
  func cellLines() throws {
    let notebook = try parse("---\ntitle: T\n---\n$$\na\n$$\n\n```swift\n1\n```\n\n$$\nb\n$$ `{swift} x`\n")
    #expect(notebook.cells.map(\.fenceLines) == [8...10] && notebook.cells.map(\.line) == [9])
    #expect(notebook.inlineValues.map(\.line) == [14])
    #expect(notebook.frontMatterLines == 1..<4)
    #expect(notebook.blocks.count == 3)
    #expect {
      try parse("$$\na\n\\\\\nb\n$$\n\n```swift\n//| ehco: true\n```\n")
    } throws: {
      "\($0)" == "lesson.md:8: Unknown cell option `ehco`; did you mean `echo`?"
    }
  }

  @Test("Invalid characters do no harm")
  func privateCharacters() {
    let text = "\u{10F8F0}0\u{10F8F1} $x$ `\u{10F8F0}0\u{10F8F1}` $y$\u{301}"
    let document = MarkdownDocument(text + "\n")
    #expect(document.plainText(of: document[0]) == text.replacing("`", with: ""))
  }

  @Test(
    "Nesting of any depth neither ends the program nor hides the text",
    arguments: [
      String(repeating: ">", count: 100_000) + " end", String(repeating: "- ", count: 50_000) + "end",
      String(repeating: "*a _b ", count: 20_000) + "end" + String(repeating: "_ c*", count: 20_000),
      String(repeating: "[", count: 50_000) + "end" + String(repeating: "](u)", count: 50_000),
    ])
  func depth(text: String) throws {
    #expect(try html(text + "\n").contains("end"))
  }
}
