import Files
import Foundation
import NotebookKit
import Testing

@Suite("The typesetter of formulas")
struct FormulaTypesetterTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "formulas-\(UUID().uuidString)")

  private func formula(_ tex: String) -> Formula { Formula(tex: tex, isDisplayed: false) }

  @Test("Without KaTeX, the message says what to install")
  func missing() {
    let outcome = FormulaTypesetter(katex: folder, cache: nil).typeset(formula("x"))
    #expect(
      outcome
        == .unavailable(
          "KaTeX is not installed, so formulas are shown as source. "
            + "Install it with `apt-get install libjs-katex`."))
  }

  @Test("A file that is not KaTeX is reported for each formula")
  func broken() throws {
    try AtomicFile.write(Data("var katex = {".utf8), to: folder.appending(path: "katex.js"), makesFolder: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let typesetter = FormulaTypesetter(katex: folder.appending(path: "katex.js"), cache: folder)
    for tex in ["x", "y"] {
      guard case .unavailable(let reason) = typesetter.typeset(formula(tex)) else {
        Issue.record("A formula was typeset.")
        continue
      }
      #expect(reason.hasPrefix("KaTeX in `\(folder.path)/katex.js` does not run: SyntaxError"))
    }
  }

  @Test("Cached results serve later runs without KaTeX, and damaged ones are recomputed")
  func kept() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = FormulaTypesetter(cache: folder).typeset(formula("\\frac{a}{b}"))
    let wrong = FormulaTypesetter(cache: folder).typeset(formula("\\bad"))
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    // The two formulas, and the script as bytecode.
    #expect(files.count == 3)
    let script = try #require(
      files.max { (try? Data(contentsOf: $0).count) ?? 0 < (try? Data(contentsOf: $1).count) ?? 0 })
    try FileManager.default.removeItem(at: script)
    #expect(FormulaTypesetter(cache: folder).typeset(formula("\\frac{a}{b}")) == first)
    #expect(FormulaTypesetter(cache: folder).typeset(formula("\\bad")) == wrong)
    #expect(!FileManager.default.fileExists(atPath: script.path))
    for file in files where file != script { try Data("half".utf8).write(to: file) }
    #expect(FormulaTypesetter(cache: folder).typeset(formula("\\frac{a}{b}")) == first)
  }

  @Test("A formula depends on the definitions before it and on no others")
  func definitions() {
    let typesetter = FormulaTypesetter(cache: nil)
    let steps = FormulaDefinitions.steps(
      of: ["\\newcommand{\\a}{1}", "\\newcommand{\\a}{2}", "\\gdef\\b{3}"].map(formula), below: FormulaDefinitions())
    func text(_ tex: String, _ step: Int) -> String? {
      guard case .typeset(let typeset) = typesetter.typeset(formula(tex), below: steps[step]) else { return nil }
      return typeset.plainText
    }
    // In an order that makes the engine forget entries.
    #expect([3, 1, 2, 0].map { text("\\a", $0) } == ["2", "1", "2", nil])
    #expect(text("\\b", 3) == "3" && text("\\b", 2) == nil)
  }

  @Test("Results of one KaTeX are not used for another")
  func otherInstallation() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = FormulaTypesetter(cache: folder).typeset(formula("x"))
    let other = folder.appending(path: "katex.js")
    try Data("no script".utf8).write(to: other)
    guard case .unavailable = FormulaTypesetter(katex: other, cache: folder).typeset(formula("x")) else {
      Issue.record("The formula was taken from the cache.")
      return
    }
  }

  @Test("Twenty thousand formulas that might define something take linear time")
  func manyDefinitions() {
    let typesetter = FormulaTypesetter(cache: nil)
    let formulas = (0..<20_000).map { formula("\\newcommand{\($0)") }
    let steps = FormulaDefinitions.steps(of: formulas, below: FormulaDefinitions())
    for (tex, definitions) in zip(formulas, steps) {
      guard case .refused = typesetter.typeset(tex, below: definitions) else {
        Issue.record("`\(tex.tex)` was typeset.")
        return
      }
    }
  }

  @Test("Letters outside the basic plane and combining marks pass")
  func unicode() {
    guard
      case .typeset(let typeset) = FormulaTypesetter(cache: nil).typeset(formula("𝐀 + \\text{e\u{301} 😀 日本}"))
    else {
      Issue.record("The formula was not typeset.")
      return
    }
    #expect(typeset.plainText.contains("𝐀+"))
    #expect(typeset.plainText.contains("😀\u{A0}日本"))
  }
}
