import Files
import Foundation

/// The outcomes of a live session's steps as a file, which the next session of the notebook begins with.
struct KeptOutcomes: Codable {
  /// The form of the file; one of another form is not read.
  private var form = Self.form
  /// Hash of everything outside the notebook that outcomes depend on.
  private var environment: ContentHash
  /// The notebook's source.
  private var source: Data
  private var steps: [Step]
  private var madeFiles: MadeFiles

  private struct Step: Codable {
    /// The parameter's name, the cell's position or the inline value's expression.
    var name: String
    var outcome: LiveOutcome
  }

  private static let form = 4

  init(_ live: LiveNotebook, environment: ContentHash) {
    self.environment = environment
    source = Data(live.notebook.source.utf8)
    madeFiles = live.madeFiles.afterEdit
    steps = live.steps.compactMap { step in
      step.outcome.map { Step(name: Self.name(of: step.step), outcome: $0.kept) }
    }
  }

  private static func name(of step: RunStep) -> String {
    switch step.code {
    case .cell(let cell): "cell \(cell.index)"
    case .inlineValue(let value): "line \(value.line) " + step.text
    case .parameters: step.text
    }
  }

  /// The notebook of that session with its known steps; nil if it cannot be read.
  ///
  /// - Parameter file: The notebook's file as it is now called.
  func notebook(file: URL) -> LiveNotebook? {
    guard let notebook = try? NotebookParser.parse(source: source, file: file) else { return nil }
    let outcomes = Dictionary(steps.map { ($0.name, $0.outcome) }) { first, _ in first }
    return LiveNotebook(notebook, keeping: outcomes, by: Self.name, madeFiles: madeFiles)
  }

  /// The outcomes in a file; nil if there are none. Outcomes from another environment must be computed again.
  init?(contentsOf file: URL, environment: ContentHash) {
    // Unreadable outcomes are computed again.
    guard let data = try? Data(contentsOf: file),
      let kept = try? PropertyListDecoder().decode(KeptOutcomes.self, from: data), kept.form == Self.form
    else { return nil }
    self = kept
    guard kept.environment != environment else { return }
    for index in steps.indices { steps[index].outcome.lastingVersion = nil }
  }

  /// The bytes of the file.
  ///
  /// - Throws: The encoder's errors.
  func encoded() throws -> Data {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return try encoder.encode(self)
  }
}
