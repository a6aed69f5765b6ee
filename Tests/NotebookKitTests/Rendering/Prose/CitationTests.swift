import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Citations")
struct CitationTests {
  private static let bibliography = """
    @string{cj = "The Computer Journal"}
    @article{knuth1984, author = {Donald E. Knuth}, title = {Literate Programming}, journal = cj, volume = 27,
      number = 2, pages = {97--111}, year = 1984, doi = {https://doi.org/10.1093/comjnl/27.2.97}}
    @book{knuth:tex, author = "Knuth, Donald E.", title = {The {\\TeX}book}, publisher = {Addison-Wesley}, year = 1984}
    @inproceedings{DBLP:conf/nips/VaswaniSP17, author = {Vaswani, Ashish and Noam Shazeer and Niki Parmar},
      title = {Attention is All you Need}, booktitle = {Advances}, editor = {Isabelle Guyon}, pages = {1-9}, year = 2017}
    @misc{who, author = {{World Health Organization}}, title = {Gr{\\"o}{\\ss}e \\& more}}
    """

  /// The page of `body` for a notebook beside files such as `refs.bib`.
  private func notebook<Result>(
    _ text: String, _ files: [String: String] = ["refs.bib": bibliography], naming names: String = "refs.bib",
    _ body: (Notebook) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      for (name, content) in files { try Data(content.utf8).write(to: folder.appending(path: name)) }
      let source = "---\nbibliography: \(names)\n---\n\n" + text
      return try body(try NotebookParser.parse(source: Data(source.utf8), file: folder.appending(path: "n.md")))
    }
  }

  private func page(_ notebook: Notebook) -> String {
    String(decoding: ReportRenderer().html(report(of: notebook)), as: UTF8.self)
  }

  private func report(of notebook: Notebook) -> Report {
    Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
  }

  /// The first paragraph without its marks.
  private func words(_ text: String) throws -> String {
    let page = try notebook(text) { self.page($0) }
    let start = try #require(page.range(of: "<p>"))
    let end = try #require(page.range(of: "</p>"))
    return String(page[start.upperBound..<end.lowerBound]).replacing(/<[^>]*>/, with: "")
  }

  @Test(
    "A citation names authors and year, with the words around it",
    arguments: [
      ("[@who]", "(World Health Organization n.d.)"),
      ("[see @who, p. 3]", "(see World Health Organization n.d., p. 3)"),
      (
        "[@who; also @DBLP:conf/nips/VaswaniSP17, *passim*]",
        "(World Health Organization n.d.; also Vaswani et al. 2017, passim)"
      ),
      ("They [-@DBLP:conf/nips/VaswaniSP17].", "They (2017)."), ("@knuth:tex.", "Knuth (1984b)."),
      ("@knuth1984 [ch. 2] says", "Knuth (1984a, ch. 2) says"), ("@knuth1984 [a](b)", "Knuth (1984a) a"),
      ("@someone, me@who.org, `@who`", "@someone, me@who.org, @who"),
      ("[@who] and [x]", "(World Health Organization n.d.) and [x]"),
      ("[a [@who] b]", "[a (World Health Organization n.d.) b]"), ("[@none]", "(?@none)"),
      ("[open @who", "[open World Health Organization (n.d.)"),
    ].map { ($0.0 + "\n\n@knuth1984 @knuth:tex\n", $0.1) })
  func citation(_ text: String, _ expected: String) throws { #expect(try words(text) == expected) }

  @Test("The works that are cited are listed by their authors, with addresses and letters for one year")
  func list() throws {
    let page = try notebook("[@knuth:tex; @knuth1984; @DBLP:conf/nips/VaswaniSP17]\n") { self.page($0) }
    let start = try #require(page.range(of: "<div class=\"references\">"))
    let end = try #require(page[start.upperBound...].range(of: "</div>"))
    let lines = page[start.upperBound..<end.lowerBound].replacing(/<[^>]*>/, with: "").split(separator: "\n").map(
      String.init)
    #expect(
      lines == [
        "Knuth, Donald E. 1984a. “Literate Programming.” The Computer Journal 27 (2): 97–111. https://doi.org/10.1093/comjnl/27.2.97.",
        "Knuth, Donald E. 1984b. The TeXbook. Addison-Wesley.",
        "Vaswani, Ashish, Noam Shazeer, and Niki Parmar. 2017. “Attention is All you Need.” In Advances, edited by Isabelle Guyon, 1–9.",
      ])
    #expect(page.contains("<h2 id=\"references\">") && !page.contains("World Health"))
  }

  @Test("Items of CSL-JSON are works, too")
  func items() throws {
    let json = """
      [{"id": "zot", "type": "article-journal", "title": "On <i>Things</i>", "container-title": "Nature", "volume": 5,
        "author": [{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}],
        "issued": {"date-parts": [[2020, 3]]}, "page": "1-9"}]
      """
    let page = try notebook("@zot\n", ["refs.json": json], naming: "refs.json") { self.page($0) }
    #expect(page.contains("van Beethoven (2020)</a>"))
    #expect(page.contains("van Beethoven, Ludwig. 2020. “On Things.” <em>Nature</em> 5: 1–9.</p>"))
  }

  @Test("Errors in a bibliography are reported with their lines, and the other works are read")
  func mistakes() throws {
    let broken = """
      @article{open, title = {Never closed
      @article{open2,
      @book{good, author={A}, year=1}
      @book{}
      @book{good}
      """
    let files = ["refs.bib": broken, "refs.json": "[{\"id\": ]", "n.md": ""]
    let names = "[refs.bib, refs.json, none.bib, ../up.bib, n.md]"
    let (warnings, page) = try notebook("[@good; @goood]\n", files, naming: names) { notebook in
      (NotebookReview.warnings(about: notebook).map(\.description), self.page(notebook))
    }
    let file = "n.md:2: warning: The bibliography"
    #expect(
      warnings == [
        "\(file) `refs.bib`, line 5: `good` is already used on line 3. Rename one of the two.",
        "\(file) `refs.bib`, line 1: a brace is not closed. Add the closing brace.",
        "\(file) `refs.bib`, line 2: `open2` is not closed. Add the closing brace.",
        "\(file) `refs.bib`, line 4: the `@book` has no key. Write `@book{key, …}`.",
        "\(file) `refs.json`, line 1: it is not JSON: a value is missing. Correct the text there.",
        "\(file) `none.bib`: there is no such file. Correct the name, which is relative to the notebook's folder.",
        "\(file) `../up.bib`: it is outside the notebook's folder. Copy it beside the notebook.",
        "\(file) `n.md`: files of type `md` are not supported. Use BibTeX (`.bib`) or CSL-JSON (`.json`).",
        "n.md:5: warning: The bibliography has no key `goood`; did you mean `good`?",
      ])
    #expect(page.contains(">A 1</a>"))
  }

  @Test("An unknown citation key is reported outside brackets, too")
  func bareKeys() throws {
    try notebook("@nosuch and @knuth1984 say.\n") { notebook in
      #expect(
        NotebookReview.warnings(about: notebook).map(\.message) == [
          "The bibliography has no key `nosuch`; add it to the file, or correct the key."
        ])
    }
  }

  @Test("A notebook that cites without a bibliography gets one warning")
  func missing() throws {
    let warnings = NotebookReview.warnings(about: try parse("[@a1] [@b2]\n\n@c3\n")).map(\.description)
    #expect(
      warnings == [
        "lesson.md:1: warning: `[@a1]` cites a work, but the notebook has no bibliography. Add `bibliography: references.bib` to the front matter."
      ])
  }

  @Test(
    "Files that are empty or of another format are reported",
    arguments: [
      ("a.bib", Data("G\u{FC}nther".unicodeScalars.map { UInt8($0.value) }), "not UTF-8 text"),
      ("a.bib", Data(), "no entries"), ("a.json", Data(#"{"a": 1}"#.utf8), "no items"),
      ("a.json", Data(#"[{"title": "T"}, {"id": "k", "title": "U"}]"#.utf8), "1 of its items have no `id`"),
    ])
  func unusableFiles(_ name: String, _ content: Data, _ words: String) throws {
    try withTemporaryFolder { folder in
      try content.write(to: folder.appending(path: name))
      let source = "---\nbibliography: \(name)\n---\n\nText.\n"
      let notebook = try NotebookParser.parse(source: Data(source.utf8), file: folder.appending(path: "n.md"))
      #expect(NotebookReview.warnings(about: notebook).contains { "\($0)".contains(words) })
    }
  }

  @Test("An entry inherits missing fields from the one that it refers to")
  func crossReference() throws {
    let files = [
      "refs.bib": """
      @inproceedings{child, crossref = {whole}, author = {Young, Z}, title = {Child}}
      @proceedings{whole, title = {Proc}, year = 1999, editor = {Old, E}}
      """
    ]
    let page = try notebook("[@child]\n", files) { self.page($0) }
    #expect(page.contains("Young 1999") && page.contains("<em>Proc</em>"))
  }

  @Test("The list of works is in the division that the prose has for it")
  func place() throws {
    let page = try notebook("@who\n\n# References\n\n::: {#refs}\n:::\n\n# Appendix\n") { self.page($0) }
    let list = try #require(page.range(of: "<div class=\"references\">"))
    let appendix = try #require(page.range(of: "<h2 id=\"appendix\"") ?? page.range(of: "id=\"appendix\""))
    #expect(list.lowerBound < appendix.lowerBound)
    #expect(page.ranges(of: "<div class=\"references\">").count == 1)
  }

  @Test("Nested abbreviations stop before they fill the memory", .timeLimit(.minutes(5)))
  func abbreviations() throws {
    let strings = (1...60).map { "@string{s\($0)=s\($0 - 1) # s\($0 - 1)}\n" }.joined()
    let file = "@string{s0=\"ab\"}\n\(strings)@article{k, title=s60, author={X}, year=1}\n"
    let warnings = try notebook("@k\n", ["refs.bib": file]) { NotebookReview.warnings(about: $0).map { "\($0)" } }
    #expect(warnings.contains { $0.contains("expand to too much text") })
  }

  @Test("Ten thousand open entries and brackets take linear time", .timeLimit(.minutes(5)))
  func linearTime() throws {
    let entries = (0..<10_000).map { "@article{k\($0), title = {{{ \"" }.joined(separator: "\n")
    let text = String(repeating: "[@a; [ @b ", count: 10_000)
    try notebook(text, ["refs.bib": entries]) { notebook in
      #expect(page(notebook).contains("@a; ["))
      // Limits for the file and for keys, each at most 20.
      #expect(NotebookReview.warnings(about: notebook).count == 40)
    }
  }

  @Test("A report in Markdown names the works and lists them")
  func markdown() throws {
    let written = try notebook("As @who and [see @knuth1984, p. 3] say.\n") { notebook in
      String(decoding: MarkdownExport.export(report(of: notebook), folder: "f").markdown, as: UTF8.self)
    }
    #expect(
      written.hasPrefix("As World Health Organization (n.d.) and (see Knuth 1984, p. 3) say.\n\n## References\n\nKnuth")
    )
    #expect(written.contains("World Health Organization. n.d. *Größe \\& more*."))
  }
}
