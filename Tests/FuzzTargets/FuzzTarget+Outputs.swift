import Display
import Files
import Foundation
import NotebookKit

extension FuzzTarget {
  /// The outputs of cells, as shown by the page and stored by a record.
  static let outputs: [FuzzTarget] = [
    FuzzTarget(
      "terminal",
      texts: ["50%\r100%\n\u{1B}[31mred\u{1B}[0m \u{1B}]0;t\u{07}x\u{08}y\r\n", "a\u{1B}[2K\rb"]
    ) { text in
      _ = try page([.stream(.stdout, text), .stream(.stderr, text)])
    },
    FuzzTarget(
      "formula",
      texts: [
        #"\frac{a_1^{2}}{\sqrt[3]{b}} + \sum_{k=0}^\infty \left( x \right] \text{a $b$} \mathbb{R}"#,
        #"\begin{align} a &= b \label{x} \\ c &= \begin{pmatrix} 1 & 2 \end{pmatrix} \tag{A}\end{align}"#,
        #"\newcommand{\a}[1]{#1 \vec{#1}} \a{\a{\eqref{x}}} \cancel{\color{red}b} \\ \unicode{x41} \mbox{é}"#,
        #"\begin{array}{|r|c:l|}a&b\\\hline c\end{array} \boxed{\mathbf{A\Omega}} \xrightarrow[a]{b} \llap{c}"#,
      ]
    ) { text in
      for isDisplayed in [false, true] {
        let formula = Formula(tex: text, isDisplayed: isDisplayed)
        let below = FormulaDefinitions.steps(of: [formula], below: FormulaDefinitions())[1]
        if case .typeset(let typeset) = typesetter.typeset(formula, below: below) { _ = typeset.plainText }
      }
    },
    FuzzTarget(
      "html",
      texts: [
        "<p class='a'>x <b>y</p><script>1</script><style>b{}</style><!-- c --><pre> z</pre>&amp;"
      ]
    ) { text in
      _ = try page([.result(MIMEBundle().adding(text, as: .html))])
      try compare(text, as: .html)
    },
    FuzzTarget("markdown-output", texts: ["**A** $x$ [a](javascript:1) [^1]\n\n[^1]: n\n\n<b>\n"]) {
      text in
      _ = try page([.result(MIMEBundle().adding(text, as: .markdown))])
    },
    FuzzTarget(
      "table",
      texts: [#"{"columns": ["a", "b"], "rows": [["1", "2"], ["x", "1.5 s"]], "caption": "c"}"#]
    ) { text in
      _ = try page([.result(MIMEBundle().adding(text, as: .table))])
      try compare(text, as: .table)
    },
    FuzzTarget(
      "compared-text", texts: ["loss 0.1234 in 1:05, −2.5e-3\n\n3 min", "a 1.0 s\nb\tc 7"]
    ) { text in
      let halves = text.split(separator: "\n\n", maxSplits: 1)
      for check in [OutputCheck.standard, .digits(3), .exact] {
        try compare(
          .stream(.stdout, String(halves.first ?? "")), .stream(.stdout, String(halves.last ?? "")),
          check)
      }
    },
    FuzzTarget(
      "outputs-record",
      seeds: {
        let bundle = MIMEBundle(
          plainText: "x", metadata: .init(alternativeText: "a", width: 2, height: 1)
        )
        .adding("[1]", as: .json).adding(Data([1]), as: .darkPNG)
        let failure = CellFailure(
          kind: .thrown, summary: "s", details: "n.md:2: d", wasExpected: true)
        let made = try report(
          "```swift\n1\n```\n",
          [
            CellRecord(
              status: .succeeded,
              outputs: [.stream(.stdout, "a\nb"), .result(bundle), .failure(failure)])
          ])
        return [OutputRecord(made).kept.encoded().json.fileData]
      }
    ) { data in
      let record = try OutputRecord(decoding: data, path: "n.outputs.json") { _ in Data() }
      let (json, attachments) = record.encoded()
      let again = try OutputRecord(decoding: json.fileData, path: "n.outputs.json") { name in
        attachments.first { $0.name == name }?.data
      }
      precondition(again == record, "a record came back otherwise")
    },
  ]

  /// It keeps nothing, so each formula is KaTeX's work.
  private static let typesetter = FormulaTypesetter(cache: nil)

  /// The page of one cell with some outputs, also as Jupyter's and GitHub's.
  static func page(_ outputs: [CellOutput]) throws -> Data {
    let made = try report("```swift\n1\n```\n", [CellRecord(status: .succeeded, outputs: outputs)])
    _ = JupyterExport.data(made)
    _ = MarkdownExport.export(made, folder: "n")
    return ReportRenderer().html(made)
  }

  /// Reports that every image and sound differs.
  private struct NoMedia: MediaComparer {
    func compare(_ old: Data, _ new: Data, as kind: MediaKind, isTolerant: Bool) -> MediaAnswer {
      MediaAnswer(agrees: false, summary: "other bytes")
    }
  }

  private static func compare(_ text: String, as type: MIMEType) throws {
    let old = CellOutput.result(MIMEBundle().adding(text, as: type))
    let new = CellOutput.result(MIMEBundle().adding(String(text.reversed()), as: type))
    try compare(old, new, .digits(3))
    try compare(old, old, .exact, mustAgree: true)
  }

  private static func compare(
    _ old: CellOutput, _ new: CellOutput, _ check: OutputCheck, mustAgree: Bool = false
  ) throws {
    let option = check.text.map { "//| verify: \($0)\n" } ?? ""
    func made(_ output: CellOutput) throws -> Report {
      try report("```swift\n\(option)1\n```\n", [CellRecord(status: .succeeded, outputs: [output])])
    }
    let verification = try Verification(
      of: try made(new), against: OutputRecord(try made(old)), media: NoMedia())
    precondition(verification.agrees || !mustAgree, "an output differs from itself")
    _ = verification.lines(path: "n.md")
    _ = VerificationPage(verification).html()
  }
}
