import Yams

/// Reads the `params:` of the front matter: a default value each, or R Markdown's mapping of a value and its control.
struct ParameterReader {
  /// The keys of R Markdown's form, in the order used in messages.
  private static let keys: [YAMLKey<ParameterReader>] = [
    YAMLKey("value", \.value) { value($1, &$0) },
    YAMLKey("label", \.label),
    YAMLKey(
      "input", \.input,
      choices: [
        "slider": .slider, "select": .select, "checkbox": .checkbox, "text": .text, "numeric": .numeric, "file": .file,
      ]),
    YAMLKey("min", \.minimum) { $0.number($1) },
    YAMLKey("max", \.maximum) { $0.number($1) },
    YAMLKey("step", \.step) { $0.number($1) },
    YAMLKey("choices", \.choices) { choices($1, &$0) },
  ]

  /// The keys as an editor offers them.
  static var offeredKeys: [NotebookKey] { keys.map { NotebookKey($0) } }

  private enum Input: String { case slider, select, checkbox, text, numeric, file }

  private var value: Parameter.Value?
  private var label: String?
  private var input: Input?
  private var minimum: Double?
  private var maximum: Double?
  private var step: Double?
  private var choices: [Parameter.Value]?

  /// The valid parameters in order.
  static func parameters(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [Parameter] {
    guard let mapping = entry.node.mapping else {
      if YAMLValue(entry.node) != .null { reader.wrong(entry, expected: "a mapping of names to default values") }
      return []
    }
    return reader.entries(of: mapping).compactMap { parameter in
      let place = SourceLocation(file: reader.file, line: parameter.line)
      guard SwiftIdentifier.isValid(parameter.key) else {
        reader.fail(.invalidParameterName(place, name: parameter.key))
        return nil
      }
      if let mapping = parameter.node.mapping { return Self.parameter(parameter, mapping, &reader) }
      return value(parameter, &reader)
        .map { Parameter(name: parameter.key, value: $0, line: parameter.line) }
    }
  }

  // MARK: - R Markdown's form

  private static func parameter(
    _ entry: YAMLReader.Entry, _ mapping: Node.Mapping, _ reader: inout YAMLReader
  ) -> Parameter? {
    var settings = ParameterReader()
    let errorCount = reader.errors.count
    for option in reader.entries(of: mapping) {
      if let key = keys.key(of: option) {
        key.apply(option, &settings, &reader)
      } else {
        reader.unknown(option, place: "parameter key", known: keys.map(\.name))
      }
    }
    guard reader.errors.count == errorCount else { return nil }
    let place = SourceLocation(file: reader.file, line: entry.line)
    do {
      return try settings.parameter(named: entry.key, line: entry.line)
    } catch {
      reader.fail(.control(place, parameter: entry.key, error))
      return nil
    }
  }

  private func parameter(named name: String, line: Int) throws(ControlProblem) -> Parameter {
    guard let written = value else { throw .noValue }
    let value = hasFraction ? written.double.map { .number($0) } ?? written : written
    let control = try control(of: value)
    let parameter = Parameter(name: name, value: value, line: line, label: label, control: control)
    if let demand = parameter.demand(on: value) { throw .valueNotOffered(value.description, expected: demand) }
    return parameter
  }

  /// True if a whole number as default stands for any number, since its neighbours are fractions.
  private var hasFraction: Bool {
    let choosesFraction = choices?.contains { if case .number = $0 { true } else { false } } ?? false
    return choosesFraction || [minimum, maximum, step].contains { $0.map { Int(exactly: $0) == nil } ?? false }
  }

  private func control(of value: Parameter.Value) throws(ControlProblem) -> Parameter.Control? {
    let input = input ?? natural(for: value)
    if choices != nil, input != .select { throw .choicesWithoutSelect }
    if input != .slider && input != .numeric, minimum != nil || maximum != nil || step != nil {
      throw .limitsWithoutNumber
    }
    if let minimum, let maximum, minimum >= maximum { throw .emptyRange }
    if let step, step <= 0 { throw .stepNotPositive }
    switch input {
    case .slider:
      guard let minimum, let maximum else { throw .sliderWithoutLimits }
      try demand(value.double != nil, "a number", value, input)
      return .slider(minimum: minimum, maximum: maximum, step: step)
    case .numeric:
      try demand(value.double != nil, "a number", value, input)
      return .numeric(minimum: minimum, maximum: maximum, step: step)
    case .select:
      guard let choices, !choices.isEmpty else { throw .selectWithoutChoices }
      if case .list = value { throw .wrongKind(input: "select", expected: "one of the choices", found: value.kind) }
      return .select(choices)
    case .checkbox:
      try demand(value.kind == "boolean", "true or false", value, input)
      return .checkbox
    case .text: return .text
    case .file:
      try demand(value.kind == "text", "a path", value, input)
      return .file
    case nil: return nil
    }
  }

  private func demand(
    _ holds: Bool, _ expected: String, _ value: Parameter.Value, _ input: Input?
  ) throws(ControlProblem) {
    if !holds { throw .wrongKind(input: input?.rawValue ?? "", expected: expected, found: value.kind) }
  }

  /// The default control of a parameter, chosen as in R Markdown.
  private func natural(for value: Parameter.Value) -> Input? {
    if choices != nil { return .select }
    if value.double != nil, minimum != nil, maximum != nil { return .slider }
    if value.double != nil, minimum != nil || maximum != nil || step != nil { return .numeric }
    return nil
  }

  // MARK: - Values

  private static func choices(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [Parameter.Value]? {
    guard entry.node.sequence != nil else {
      reader.wrong(entry, expected: "a list of values")
      return nil
    }
    guard case .list(let choices)? = value(entry, &reader) else { return nil }
    return choices
  }

  private static func value(
    _ entry: YAMLReader.Entry, _ reader: inout YAMLReader
  ) -> Parameter.Value? {
    value(YAMLValue(entry.node), of: entry, &reader)
  }

  private static func value(
    _ value: YAMLValue, of entry: YAMLReader.Entry, _ reader: inout YAMLReader
  ) -> Parameter.Value? {
    switch value {
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .text(let value): return .text(value)
    case .null, .mapping:
      reader.wrong(entry, expected: "a default value: a boolean, a number, a string or a list")
      return nil
    case .list(let elements):
      var values: [Parameter.Value] = []
      for element in elements {
        if case .list = element {
          reader.wrong(entry, expected: "a list of booleans, numbers or strings")
          return nil
        }
        guard let value = Self.value(element, of: entry, &reader) else { return nil }
        values.append(value)
      }
      guard let list = Parameter.Value.list(uniform: values) else {
        reader.fail(.mixedList(SourceLocation(file: reader.file, line: entry.line), name: entry.key))
        return nil
      }
      return list
    }
  }
}

extension Parameter.Value {
  /// A list whose elements are of one kind, with whole numbers read as fractions beside fractions; nil if they are of
  /// several kinds.
  static func list(uniform values: [Parameter.Value]) -> Parameter.Value? {
    let numbers = values.compactMap { value in
      switch value {
      case .integer(let integer): Double(integer)
      case .number(let number): number
      default: nil
      }
    }
    let hasFraction = values.contains { if case .number = $0 { true } else { false } }
    if hasFraction { return numbers.count == values.count ? .list(numbers.map { .number($0) }) : nil }
    let kinds = Set(values.map(\.kind))
    return kinds.count <= 1 ? .list(values) : nil
  }
}
