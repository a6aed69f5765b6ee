extension Parameter {
  /// The line that `etude params` prints: name, default, type, and the values that it may have.
  package var summary: String {
    let parts = ["\(value.kind)"] + [range].compactMap { $0 } + (label.map { ["\"\($0)\""] } ?? [])
    return "\(name) = \(value)  (\(parts.joined(separator: "; ")))"
  }

  /// The values that it may have, as `0 to 1 by 0.05`; nil if it may have any of its type.
  private var range: String? {
    switch control {
    case .slider(let minimum, let maximum, let step): Self.range(minimum, maximum, step)
    case .numeric(let minimum, let maximum, let step): Self.range(minimum, maximum, step)
    case .select(let choices): "one of " + choices.map(\.description).joined(separator: ", ")
    case .file: "the path of a file"
    case .checkbox, .text, nil: nil
    }
  }

  private static func range(_ minimum: Double?, _ maximum: Double?, _ step: Double?) -> String? {
    let text = Value.text(of:)
    let limits =
      switch (minimum, maximum) {
      case (let minimum?, let maximum?): "\(text(minimum)) to \(text(maximum))"
      case (let minimum?, nil): "at least \(text(minimum))"
      case (nil, let maximum?): "at most \(text(maximum))"
      case (nil, nil): ""
      }
    let parts = [limits, step.map { "step \(text($0))" } ?? ""].filter { !$0.isEmpty }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
