/// Steps that need state which was lost with a kernel and cannot be computed again. Files are as the kernel left them.
struct LostState {
  /// For each step that cannot run the reason, as in "`total` is lost: cell 3 set it, and the kernel ended there on line
  /// 12".
  private(set) var reasons: [Int: String] = [:]

  /// - Parameters:
  ///   - effects: The effects of the steps.
  ///   - graph: The graph of the effects.
  ///   - losses: The steps whose own state is lost.
  ///   - ignoresProcess: True if no step needs a step's changes of the process.
  init(
    of steps: [RunStep], _ effects: [StepEffects], _ graph: DependencyGraph, losses: [Int: RunHistory.Loss],
    ignoresProcess: Bool = false
  ) {
    var lost: [Int: Source] = [:]
    for (index, needs) in graph.needs.enumerated() {
      if let loss = losses[index] {
        lost[index] = Source(origin: index, loss: loss)
      } else if let need = needs.first(where: { need in
        // Files are as they were left.
        lost[need.maker] != nil && need.variable?.isFile != true && !(ignoresProcess && need.variable == nil)
      }),
        let source = lost[need.maker]
      {
        lost[index] = source
        let isDeclared = need.variable.map { effects[need.maker].declared.contains($0) } ?? false
        reasons[index] = source.sentence(on: need, isDeclared: isDeclared, of: steps)
      }
    }
  }

  /// Origin of the lost state.
  private struct Source {
    /// The step at fault.
    var origin: Int
    var loss: RunHistory.Loss

    /// Reason why a step that has this need cannot run.
    func sentence(on need: DependencyGraph.Need, isDeclared: Bool, of steps: [RunStep]) -> String {
      let maker = steps[need.maker].description
      let end =
        switch loss {
        case .kernelEnded(let line): "the kernel ended there on line \(line)"
        case .failedAgain(let line): "that failed on line \(line) when it was rerun"
        case .kept: "that did not run"
        case .endedSince: "the process that ran it has ended. Run \(maker) again"
        }
      guard let variable = need.variable else {
        return "\(maker) may have changed the working directory, the environment or the streams, and \(end)"
      }
      if need.maker != origin {
        return "`\(variable.name)` is lost: \(maker) needs values that were lost in \(steps[origin].description)"
      }
      return "`\(variable.name)` is lost: \(maker) \(isDeclared ? "set" : "may have changed") it, and \(end)"
    }
  }
}

extension RunStep {
  /// The step as sentences name it.
  var description: String {
    switch code {
    case .parameters: "the parameters' module"
    case .cell(let cell): "cell \(cell.index + 1)"
    case .inlineValue(let value): "the inline value on line \(value.line)"
    }
  }
}
