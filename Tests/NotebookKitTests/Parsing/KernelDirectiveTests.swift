import Foundation
import NotebookKit
import Testing

@Suite("Lines of older kernels")
struct KernelDirectiveTests {
  @Test(
    "Each line has a message that names the replacement",
    arguments: [
      (
        #"%install '.package(url: "https://github.com/mxcl/Path.swift", from: "0.16.1")' Path"#,
        """
        `%install` belongs to another kernel. Write in the front matter:
        packages:
          - url: https://github.com/mxcl/Path.swift
            from: 0.16.1
            products: [Path]
        """
      ),
      (
        #"%install '.package(path: "$cwd/FastaiNotebook_00_load_data")' FastaiNotebook_00_load_data"#,
        """
        `%install` belongs to another kernel. Write in the front matter:
        packages:
          - path: FastaiNotebook_00_load_data
            products: [FastaiNotebook_00_load_data]
        """
      ),
      (
        #"%install '.package(url: "https://a.b/c", .branch("main"))' C D"#,
        """
        `%install` belongs to another kernel. Write in the front matter:
        packages:
          - url: https://a.b/c
            branch: main
            products: [C, D]
        """
      ),
      (
        "%install something",
        """
        `%install` belongs to another kernel. Write the package in the front matter, under `packages:`, with `url` and \
        a version, or with `path`.
        """
      ),
      (
        #"%include "EnableIPythonDisplay.swift""#,
        "`%include` belongs to another kernel. Remove it: values and figures are shown automatically."
      ),
      (
        "%matplotlib inline",
        "`%matplotlib` belongs to another kernel. Remove it: values and figures are shown automatically."
      ),
      (
        #"%include "helpers.swift""#,
        "`%include` belongs to another kernel. Write in the front matter: `sources: helpers.swift`."
      ),
      (
        "%install-location $cwd/swift-install",
        "`%install-location` belongs to another kernel, and packages need no such setting in Etude. Remove it."
      ),
      (
        "!pip install numpy",
        """
        `!` belongs to another kernel. Run the command in a shell before the notebook, or with Foundation's `Process`: \
        `pip install numpy`.
        """
      ),
      (
        "%system ls",
        """
        `%system` belongs to another kernel. Run the command in a shell before the notebook, or with Foundation's \
        `Process`: `ls`.
        """
      ),
      (
        "%ls -la",
        """
        `%ls` belongs to another kernel. Run the command in a shell before the notebook, or with Foundation's \
        `Process`: `ls -la`.
        """
      ),
      (
        "%time train()",
        """
        `%time` belongs to another kernel. Measure with `ContinuousClock().measure { … }`; the seconds of each cell are \
        told by the run.
        """
      ),
      (
        "%cd \"data\"",
        """
        `%cd` belongs to another kernel. Cells start in the notebook's folder; change it with Foundation's \
        `FileManager.default.changeCurrentDirectoryPath("data")`.
        """
      ),
      (
        "%env THREADS=2",
        """
        `%env` belongs to another kernel. Set a variable with Foundation's `setenv("THREADS", "2", 1)`, or read it with \
        `ProcessInfo.processInfo.environment`.
        """
      ),
      (
        "  %include \"helpers.swift\"",
        "`%include` belongs to another kernel. Write in the front matter: `sources: helpers.swift`."
      ),
      ("%swift_flags -I/opt", "`%swift_flags` belongs to another kernel and has no equivalent in Etude. Remove it."),
      ("%autoreload 2", "`%autoreload` belongs to another kernel and has no equivalent in Etude. Remove it."),
      (
        "%%html",
        """
        `%%html` belongs to another kernel. Write its text as prose, outside the cell; HTML and mathematics may \
        be there.
        """
      ),
    ])
  func advice(line: String, expected: String) {
    let notebook = "Text\n\n```swift\n//| label: a\nlet a = 1\n\(line)\n```\n"
    #expect(
      throws: NotebookErrors([
        .directive(SourceLocation(file: "note.md", line: 6), KernelDirective.all(in: line)[0].at(1))
      ])
    ) {
      try NotebookParser.parse(source: Data(notebook.utf8), file: URL(filePath: "note.md"))
    }
    #expect(KernelDirective.all(in: line).map(\.advice) == [expected])
  }

  @Test(
    "Swift that only resembles such a line is not reported",
    arguments: [
      "let text = \"\"\"\n%install a\n!ls -la\n\"\"\"", "let b = a\n  &&\n!a is Bool", "!done",
      "/*\n%include \"a\"\n*/",
      "let rest = 7\n% divisor", "let rest = 7\n  % divisor",
      "guard let x,\n  !names.isEmpty else { fatalError() }",
      "prefix operator %\nprefix func % (a: Int) -> Int { a }\nlet some = 1\n%some",
    ])
  func swift(source: String) { #expect(KernelDirective.all(in: source) == []) }

  @Test("A conversion from Jupyter moves packages and sources into the front matter")
  func conversion() throws {
    let jupyter = #"""
      {"cells": [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null,
         "source": ["%install '.package(url: \"https://a.b/c\", from: \"1.0.0\")' C"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null,
         "source": ["%include \"EnableIPythonDisplay.swift\"\n", "%include \"helpers.swift\"\n", "import C\n", "%install-location here"]}],
       "metadata": {"title": "Old"}, "nbformat": 4, "nbformat_minor": 5}
      """#
    let markdown = try NotebookConverter.convert(
      Data(jupyter.utf8), file: URL(filePath: "a.ipynb"), to: URL(filePath: "a.md"))
    #expect(
      String(decoding: markdown.data, as: UTF8.self) == """
        ---
        title: "Old"
        packages:
          - url: https://a.b/c
            from: 1.0.0
            products: [C]
        sources:
          - "helpers.swift"
        ---

        ```swift
        import C
        %install-location here
        ```

        """)
  }
}

extension KernelDirective {
  /// The directive on another line of its cell.
  fileprivate func at(_ line: Int) -> KernelDirective {
    var result = self
    result.line = line
    return result
  }
}
