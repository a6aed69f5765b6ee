import Display

/// Values of variables as text, for as long as nothing runs.
struct LiveValues {
  /// Lines and characters of a value that are shown.
  private static let mostLines = 12
  private static let mostCharacters = 800

  /// The kernel, and the number of executions, to which they apply.
  private var moment = (kernel: 0, executions: 0)
  private var texts: [String: String] = [:]

  /// The text of a variable in the module of a unit; nil if it was not requested since the last step ran.
  mutating func text(of name: String, in unit: Int, kernel: Int, executions: Int) -> String? {
    if moment != (kernel, executions) { (moment, texts) = ((kernel, executions), [:]) }
    return texts[Self.key(name, unit)]
  }

  /// Keeps the beginning of a value's text.
  mutating func note(_ text: String, of name: String, in unit: Int) -> String {
    let lines = text.prefix(Self.mostCharacters).split(separator: "\n", omittingEmptySubsequences: false)
    var result = lines.prefix(Self.mostLines).joined(separator: "\n")
    if lines.count > Self.mostLines || text.count > Self.mostCharacters { result += " …" }
    texts[Self.key(name, unit)] = result
    return result
  }

  private static func key(_ name: String, _ unit: Int) -> String { "\(unit) \(name)" }
}

extension LiveSession {
  /// Seconds within which a variable has to describe itself.
  private static let secondsOfValues = 2

  /// The value of a cell's variable in the kernel running, as text. It follows calls of ``perform(_:)``; none may be
  /// running.
  ///
  /// The variable is read in a copy of the kernel, so side effects and output of its description are discarded.
  ///
  /// - Returns: nil if the kernel has no current value of it, or none that can be shown.
  /// - Throws: The file system's errors.
  package func value(of name: String, declaredIn cell: Int) async throws -> String? {
    guard hasKernel, let position = live.steps.firstIndex(where: { $0.step.cell?.index == cell }) else { return nil }
    let step = live.steps[position]
    let unit = step.step.unit
    guard step.isFresh, step.outcome?.hasFailed == false, kernel.executed[unit] != nil,
      step.items.contains(where: { $0.kind == .binding && $0.names.contains { $0.name == name } })
    else { return nil }
    if let text = values.text(of: name, in: unit, kernel: kernelNumber, executions: outcomeCount) { return text }
    let value = Notebook.InlineValue(
      id: live.notebook.inlineValues.count, expression: "`\(name)`", line: step.step.line, afterCell: cell)
    // The steps above it were compiled before.
    let plan = RunPlan(
      steps: live.plan.steps.prefix(position + 1)
        + [RunStep(.inlineValue(value), unit: live.steps.count, module: "Value")])
    let pipeline = CompilationPipeline(
      plan, in: CompiledScope(imports: compiler.dependencies.imports), compiler: compiler, memory: memory)
    pipeline.start()
    let compilation = await pipeline.result(at: position + 1)
    let compiled = pipeline.step(at: position + 1)
    pipeline.cancel()
    await pipeline.ended()
    guard case .compiled(let module, _) = compilation,
      let bundle = await session.evaluate(module, unit: compiled.unit, withinSeconds: Self.secondsOfValues),
      let text = bundle.text(.plainText)
    else { return nil }
    return values.note(text, of: name, in: unit)
  }
}
