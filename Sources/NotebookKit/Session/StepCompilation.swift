/// The outcome of a step's compilation.
package enum StepCompilation: Sendable {
  case compiled(CompiledModule, items: [TopLevelItem])
  case rejected(diagnostics: String)
  /// The compiler could not be run.
  case failed(reason: String)
}
