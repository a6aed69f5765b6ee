/// A constant of the notebook that a run can set.
package struct Parameter: Equatable, Sendable {
  package var name: String
  package var value: Value
  /// The notebook's line of it, from 1.
  package var line: Int
  /// The name for readers; nil takes ``name``.
  package var label: String?
  /// The control in the front matter, which also restricts the values; nil derives it from the value.
  package var control: Control?

  package init(name: String, value: Value, line: Int, label: String? = nil, control: Control? = nil) {
    self.name = name
    self.value = value
    self.line = line
    self.label = label
    self.control = control
  }

  package enum Value: Equatable, Sendable {
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    /// Elements are all of one kind.
    case list([Value])
  }

  /// An element of a live page that sets a parameter, with R Markdown's names.
  package enum Control: Equatable, Sendable {
    case slider(minimum: Double, maximum: Double, step: Double?)
    case numeric(minimum: Double?, maximum: Double?, step: Double?)
    case select([Value])
    case checkbox
    case text
    /// The path of a file.
    case file
  }

  /// The control in the front matter, or else the one that fits the value.
  var shownControl: Control {
    if let control { return control }
    return switch value {
    case .boolean: .checkbox
    case .integer, .number: .numeric(minimum: nil, maximum: nil, step: nil)
    case .text, .list: .text
    }
  }

  /// A description of the values that the control offers; nil if it offers this one.
  func demand(on value: Value) -> String? {
    switch control {
    case .slider(let minimum, let maximum, _): Self.demand(on: value, minimum, maximum)
    case .numeric(let minimum, let maximum, _): Self.demand(on: value, minimum, maximum)
    case .select(let choices) where !choices.contains(value):
      "one of " + choices.map(\.description).joined(separator: ", ")
    default: nil
    }
  }

  private static func demand(on value: Value, _ minimum: Double?, _ maximum: Double?) -> String? {
    guard let number = value.double else { return nil }
    if let minimum, !(number >= minimum) { return "at least \(Value.text(of: minimum))" }
    if let maximum, !(number <= maximum) { return "at most \(Value.text(of: maximum))" }
    return nil
  }
}

extension Parameter.Value {
  /// The value of a number; nil for any other.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// A number as people write it: whole numbers without a fraction.
  static func text(of number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
}
