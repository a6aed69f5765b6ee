import Files
import Foundation
import Synchronization

/// Typesets formulas: from the cache if possible, others with KaTeX.
///
/// Any thread may call it. KaTeX starts with the first formula that the cache lacks.
package final class FormulaTypesetter: Sendable {
  /// The answer for one formula.
  package enum Outcome: Equatable, Sendable {
    case typeset(TypesetFormula)
    /// The formula is wrong, or too much.
    case refused(String)
    /// KaTeX is unusable on this machine; the text gives the remedy.
    case unavailable(String)
  }

  /// The typesetter of this machine's KaTeX and this user's cache.
  package static let shared = FormulaTypesetter(installation: KaTeXInstallation(), store: CellCache.formulas())

  /// UTF-16 units of the longest formula.
  static let longestFormula = 20_000
  /// Formulas that are kept in memory.
  private static let mostKept = 10_000

  private let installation: KaTeXInstallation?
  /// A digest of everything besides the formula that the result depends on.
  private let base: String
  private let store: FormulaStore?
  private let state = Mutex(State())

  private struct State {
    var katex: KaTeX?
    var outcomes: [Key: Outcome] = [:]
    /// Formulas after which an engine can no longer be used; they define nothing.
    var exhausting: Set<Formula> = []
  }

  private struct Key: Hashable {
    var formula: Formula
    var definitions: ContentHash?
  }

  init(installation: KaTeXInstallation?, store: FormulaStore?) {
    self.installation = installation
    self.store = store
    base = ContentHash(parts: [Self.program, installation?.version ?? ""]).hexadecimal
  }

  /// A typesetter with its own cache.
  ///
  /// - Parameters:
  ///   - katex: The file of KaTeX; the system's one if it is nil.
  ///   - cache: The cache folder; nil for no cache.
  package convenience init(katex: URL? = nil, cache: URL?) {
    self.init(
      installation: KaTeXInstallation(katex ?? KaTeXInstallation.standardFile),
      store: cache.map { FormulaStore(folder: $0) })
  }

  /// Typesets a formula below others that define commands for it.
  package func typeset(_ formula: Formula, below definitions: FormulaDefinitions = FormulaDefinitions()) -> Outcome {
    let formula = Formula(tex: formula.tex, isDisplayed: formula.isDisplayed)
    let key = Key(formula: formula, definitions: definitions.hash)
    return state.withLock { state in
      if let known = state.outcomes[key] { return known }
      let outcome = outcome(of: formula, definitions, &state)
      if state.outcomes.count >= Self.mostKept { state.outcomes = [:] }
      state.outcomes[key] = outcome
      return outcome
    }
  }

  private func outcome(of formula: Formula, _ definitions: FormulaDefinitions, _ state: inout State) -> Outcome {
    guard let installation else { return .unavailable(KaTeXInstallation.advice) }
    guard formula.tex.utf16.count <= Self.longestFormula else {
      return .refused("It has more than \(Self.longestFormula) characters. Part it.")
    }
    let key = ContentHash(parts: [
      base, formula.isDisplayed ? "displayed" : "inline", formula.tex,
      definitions.hash?.hexadecimal ?? "",
    ])
    if let data = store?.data(key), let outcome = Outcome(encoded: data) { return outcome }
    do {
      let engine =
        try state.katex
        ?? KaTeX(installation) { [store] key, make in
          if let known = store?.data(key) { return known }
          let made = try make()
          store?.keep(made, for: key)
          return made
        }
      state.katex = engine
      let answer = try engine.typeset(formula, below: definitions, without: state.exhausting)
      let outcome = Outcome(answer, isDisplayed: formula.isDisplayed)
      store?.keep(outcome.encoded, for: key)
      return outcome
    } catch let failure as JavaScriptEngine.Failure {
      let isLoaded = state.katex != nil
      let definition = state.katex?.exhaustingDefinition
      state.katex = nil
      if let definition, state.exhausting.insert(definition).inserted {
        return self.outcome(of: formula, definitions, &state)
      }
      guard isLoaded else {
        return .unavailable("KaTeX in `\(installation.file.path)` does not run: \(failure.reason).")
      }
      if formula.mayDefineCommands { state.exhausting.insert(formula) }
      let outcome = Outcome.refused("It exceeds a limit of KaTeX: \(failure.reason). Make it smaller.")
      store?.keep(outcome.encoded, for: key)
      return outcome
    } catch {
      return .unavailable("KaTeX cannot be read from `\(installation.file.path)`: \(SystemReason.of(error)).")
    }
  }

  /// The identity of this program, which contains all processing of KaTeX's markup.
  private static let program = FileFingerprint.of(URL(filePath: "/proc/self/exe"))
}

extension FormulaTypesetter.Outcome {
  fileprivate init(_ answer: KaTeX.Answer, isDisplayed: Bool) {
    switch answer {
    case .refused(let reason): self = .refused(reason)
    case .markup(let markup, let marks):
      let formula = CoreMathML.typeset(markup, marks: marks, isDisplayed: isDisplayed)
      self = formula.map { .typeset($0) } ?? .refused("It nests deeper than \(MathElement.maximumDepth) levels.")
    }
  }

  fileprivate init?(encoded: Data) {
    let text = String(decoding: encoded, as: UTF8.self)
    switch text.first {
    case "+":
      guard let formula = TypesetFormula(encoded: text.dropFirst()) else { return nil }
      self = .typeset(formula)
    case "-": self = .refused(String(text.dropFirst()))
    default: return nil
    }
  }

  fileprivate var encoded: Data {
    switch self {
    case .typeset(let formula): Data("+\(formula.encoded)".utf8)
    case .refused(let reason), .unavailable(let reason): Data("-\(reason)".utf8)
    }
  }
}

extension JavaScriptEngine.Failure {
  /// The reason in a few words.
  fileprivate var reason: String {
    switch self {
    case .exhausted: "it takes too much memory or time"
    case .thrown(let text): text
    }
  }
}
