/// An error in a parameter's control in the front matter.
package enum ControlProblem: Error, Equatable, CustomStringConvertible {
  case noValue
  case valueNotOffered(String, expected: String)
  case wrongKind(input: String, expected: String, found: String)
  case sliderWithoutLimits
  case selectWithoutChoices
  case choicesWithoutSelect
  case limitsWithoutNumber
  case emptyRange
  case stepNotPositive

  /// The rest of a sentence that names the parameter.
  package var description: String {
    switch self {
    case .noValue: "has no `value`; give its default, as in `value: 5`."
    case .valueNotOffered(let value, let expected): "has the value \(value), which must be \(expected)."
    case .wrongKind(let input, let expected, let found):
      "has `input: \(input)`, so its value must be \(expected), not a \(found)."
    case .sliderWithoutLimits: "has `input: slider`, which needs `min` and `max`."
    case .selectWithoutChoices: "has `input: select`, which needs `choices`, as in `choices: [1, 2, 5]`."
    case .choicesWithoutSelect: "has `choices`, which only `input: select` supports."
    case .limitsWithoutNumber: "has `min`, `max` or `step`, which only `input: slider` and `input: numeric` support."
    case .emptyRange: "has a `min` that is not below its `max`."
    case .stepNotPositive: "has a `step` that is not above 0."
    }
  }
}
