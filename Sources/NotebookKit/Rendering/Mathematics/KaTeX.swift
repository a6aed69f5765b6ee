import Files
import Foundation

/// KaTeX in a separate engine: formulas of TeX to markup of MathML.
///
/// Related KaTeX documentation: <https://katex.org/docs/options>
final class KaTeX {
  /// The answer to one formula.
  enum Answer: Equatable {
    /// The markup, and the targets of its marks by their index (`mathematics.js`).
    case markup(String, marks: [String])
    /// The reason why KaTeX refuses the formula.
    case refused(String)
  }

  private let engine: JavaScriptEngine
  /// The definitions in the engine, in order.
  private var definitions = FormulaDefinitions()
  /// The definition that was too much, if one was.
  private(set) var exhaustingDefinition: Formula?

  /// Starts an engine and loads KaTeX.
  ///
  /// - Parameter bytecode: Keeps the compiled script, which takes 0.15 s to make: called with its key and its maker.
  init(_ installation: KaTeXInstallation, bytecode: (ContentHash, () throws -> Data) throws -> Data) throws {
    let script = PageFiles.mathematics
    let key = ContentHash(parts: ["bytecode", "\(JavaScriptEngine.version)", installation.version, script])
    let code = try bytecode(key) {
      let library = try Data(contentsOf: installation.file)
      return try JavaScriptEngine().compile(Data(script.utf8) + Data("\n".utf8) + library)
    }
    engine = try JavaScriptEngine()
    try engine.run(code)
    _ = try engine.call("etudeDefine")
  }

  /// Typesets a formula below others that define commands for it.
  ///
  /// - Parameter exhausting: Formulas that are too much, which define nothing.
  /// - Throws: ``JavaScriptEngine/Failure``, after which the engine can no longer be used.
  func typeset(
    _ formula: Formula, below definitions: FormulaDefinitions, without exhausting: Set<Formula>
  ) throws -> Answer {
    if !self.definitions.isPrefix(of: definitions) {
      _ = try engine.call("etudeReset")
      self.definitions = FormulaDefinitions()
    }
    for definition in definitions.formulas.dropFirst(self.definitions.formulas.count) {
      if !exhausting.contains(definition) { try define(definition) }
      self.definitions.append(definition)
    }
    // Its definitions are known even if it fails.
    if formula.mayDefineCommands { self.definitions.append(formula) }
    let answer = try answer(to: formula)
    guard answer.first == "+" else { return .refused(String(answer.dropFirst())) }
    let parts = answer.dropFirst().split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
    return .markup(parts[0], marks: Array(parts.dropFirst()))
  }

  /// Receives the definitions of a formula. A definition that ends in an error still keeps its earlier definitions.
  private func define(_ formula: Formula) throws {
    do { _ = try answer(to: formula) } catch JavaScriptEngine.Failure.thrown {
    } catch {
      exhaustingDefinition = formula
      throw error
    }
  }

  private func answer(to formula: Formula) throws -> String {
    // Control characters mean nothing to TeX; they and those around marks separate parts of the answer.
    let scalars = formula.tex.unicodeScalars.map { scalar in
      scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || ["\u{FFF9}", "\u{FFFB}"].contains(scalar)
        ? " " : scalar
    }
    let tex = String(String.UnicodeScalarView(scalars))
    return try engine.call("etudeTypeset", tex, formula.isDisplayed)
  }
}

/// KaTeX as the system has it.
struct KaTeXInstallation: Equatable, Sendable {
  let file: URL
  /// The identity of the file, which distinguishes versions.
  let version: String

  /// The file of Debian's package `libjs-katex`.
  static let standardFile = URL(filePath: "/usr/share/javascript/katex/katex.js")

  /// Advice for a machine without it.
  static let advice =
    "KaTeX is not installed, so formulas are shown as source. "
    + "Install it with `apt-get install libjs-katex`."

  /// Nil if there is no such file.
  init?(_ file: URL = standardFile) {
    var status = stat()
    guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.file = file
    version = FileFingerprint.of(file)
  }
}
