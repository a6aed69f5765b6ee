import Foundation

/// One parameter of a sweep with its values: `-P lr=0.1,0.01` or `-P seed=1..5`.
///
/// | written | values |
/// |---|---|
/// | `0.1,0.01` | each of these |
/// | `1..5` | whole numbers from 1 to 5 |
/// | `0..1..0.25` | numbers from 0 to 1, 0.25 apart |
/// | `0.1..0.5`, `log:1e-4..1e-1` | with `--random`: a uniform number, or one that is uniform in its logarithm |
/// | `[1, 2],[3]` | lists |
package struct SweepAxis: Equatable, Sendable {
  package let name: String
  package let choices: [Choice]

  /// A part between commas.
  package enum Choice: Equatable, Sendable {
    case value(Parameter.Value)
    /// Whole numbers, both ends included.
    case integers(ClosedRange<Int>)
    /// Numbers in decimal digits, given by the first, the step and the count.
    case steps(from: Decimal, by: Decimal, count: Int)
    /// Any number between.
    case interval(ClosedRange<Double>, isLogarithmic: Bool)
  }

  /// Reads one argument.
  ///
  /// - Parameters:
  ///   - argument: What followed `-P`.
  ///   - parameters: The notebook's own.
  /// - Throws: ``SweepError``; ``NotebookErrors`` for values that `etude run -P` would also refuse.
  package init(_ argument: String, of parameters: [Parameter]) throws {
    guard let equals = argument.firstIndex(of: "=") else {
      _ = try ParameterOverrides.apply([argument], to: parameters)
      throw SweepError.noValue(argument: argument)
    }
    let name = argument[..<equals].trimmingCharacters(in: .whitespaces)
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      _ = try ParameterOverrides.apply([argument], to: parameters)
      throw SweepError.noValue(argument: argument)
    }
    let parts = Self.parts(of: String(argument[argument.index(after: equals)...]))
    if parts.contains(where: { $0.allSatisfy(\.isWhitespace) }) { throw SweepError.noValue(argument: argument) }
    self.name = name
    choices = try parts.map { try Self.choice($0, of: parameter, in: parameters) }
    // Values within a range need not be among the parameter's choices.
    if let count, count <= SweepRequest.largestCount {
      for value in try values(like: parameter.value) {
        _ = try ParameterOverrides.apply(["\(name)=\(value.plainText)"], to: parameters)
      }
    }
  }

  /// The parts between commas that are outside brackets.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == ",", depth <= 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts
  }

  private static func choice(_ text: String, of parameter: Parameter, in parameters: [Parameter]) throws -> Choice {
    guard let range = try range(text, of: parameter) else {
      let changed = try ParameterOverrides.apply(["\(parameter.name)=\(text)"], to: parameters)
      return .value(changed.first { $0.name == parameter.name }?.value ?? parameter.value)
    }
    // For huge ranges and for intervals, only the ends are checked.
    for end in range.ends { _ = try ParameterOverrides.apply(["\(parameter.name)=\(end)"], to: parameters) }
    return range.choice
  }

  /// The range in a text; nil if it is not a range.
  private static func range(_ text: String, of parameter: Parameter) throws -> (choice: Choice, ends: [String])? {
    guard parameter.value.double != nil else { return nil }
    var written = text.trimmingCharacters(in: .whitespaces)
    let isLogarithmic = written.hasPrefix("log:")
    if isLogarithmic { written.removeFirst("log:".count) }
    // Swift's own range is understood, too.
    let ends = written.replacing("...", with: "..").split(separator: "..", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard ends.count > 1 || isLogarithmic else { return nil }
    let numbers = ends.compactMap { number($0) }
    let isWhole = if case .integer = parameter.value { true } else { false }
    guard numbers.count == ends.count, (2...3).contains(numbers.count), !isLogarithmic || numbers.count == 2,
      !isWhole || numbers.allSatisfy({ Int("\($0)") != nil })
    else {
      throw SweepError.malformedRange(name: parameter.name, text: text, isWhole: isWhole)
    }
    let (first, last) = (numbers[0], numbers[1])
    guard first <= last else { throw SweepError.emptyRange(name: parameter.name, text: text) }
    let bounds = Array(ends.prefix(2))
    if isLogarithmic {
      guard first > 0 else { throw SweepError.logarithmOfZero(name: parameter.name, text: text) }
      return (.interval(double(first)...double(last), isLogarithmic: true), bounds)
    }
    if numbers.count == 3 {
      guard numbers[2] > 0 else { throw SweepError.emptyRange(name: parameter.name, text: text) }
      return (.steps(from: first, by: numbers[2], count: count(from: first, to: last, by: numbers[2])), bounds)
    }
    guard isWhole else { return (.interval(double(first)...double(last), isLogarithmic: false), bounds) }
    guard let low = Int("\(first)"), let high = Int("\(last)") else {
      throw SweepError.malformedRange(name: parameter.name, text: text, isWhole: isWhole)
    }
    return (.integers(low...high), bounds)
  }

  private static func number(_ text: String) -> Decimal? {
    // `Decimal` reads as far as it can, and of `0x10` nothing but the zero.
    guard let number = Double(text), number.isFinite, text.allSatisfy({ "+-.0123456789eE".contains($0) }) else {
      return nil
    }
    return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
  }

  private static func double(_ number: Decimal) -> Double { Double("\(number)") ?? .nan }

  /// Number of steps from one number to another, both included; `Int.max` for more than anybody runs.
  private static func count(from first: Decimal, to last: Decimal, by step: Decimal) -> Int {
    let quotient = double((last - first) / step)
    return quotient < 1e15 ? Int(quotient.rounded(.down)) + 1 : .max
  }

  // MARK: - Values

  /// Number of values; `Int.max` for more than can be counted, nil if an interval has no step.
  package var count: Int? {
    var sum = 0
    for choice in choices {
      guard let count = choice.count else { return nil }
      let (total, overflows) = sum.addingReportingOverflow(count)
      sum = overflows ? .max : total
    }
    return sum
  }

  /// Every value, in order.
  ///
  /// - Throws: ``SweepError/missingStep(name:)`` for an interval.
  func values(like model: Parameter.Value) throws -> [Parameter.Value] {
    var values: [Parameter.Value] = []
    for choice in choices {
      switch choice {
      case .value(let value): values.append(value)
      case .integers(let range): values += range.map { .integer($0) }
      case .steps(let first, let step, let count):
        values += (0..<count).map { Self.value(first + Decimal($0) * step, like: model) }
      case .interval: throw SweepError.missingStep(name: name)
      }
    }
    return values
  }

  private static func value(_ number: Decimal, like model: Parameter.Value) -> Parameter.Value {
    if case .integer = model { .integer(Int("\(number)") ?? 0) } else { .number(double(number)) }
  }

  /// A value drawn from these, each part as likely as the others.
  func draw(like model: Parameter.Value, using generator: inout SweepGenerator) -> Parameter.Value {
    // A range of whole numbers counts as separate numbers, so that `0,1..9` draws each of ten.
    let weights = choices.map { $0.count ?? 1 }
    let total = weights.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    var place = generator.next(below: total)
    for (choice, weight) in zip(choices, weights) {
      guard place >= weight else { return Self.draw(choice, at: place, like: model, using: &generator) }
      place -= weight
    }
    return model
  }

  private static func draw(
    _ choice: Choice, at place: Int, like model: Parameter.Value, using generator: inout SweepGenerator
  ) -> Parameter.Value {
    switch choice {
    case .value(let value): return value
    case .integers(let range): return .integer(range.lowerBound + place)
    case .steps(let first, let step, _): return value(first + Decimal(place) * step, like: model)
    case .interval(let range, let isLogarithmic):
      let fraction = generator.nextFraction()
      let number =
        isLogarithmic
        ? exp(log(range.lowerBound) + fraction * (log(range.upperBound) - log(range.lowerBound)))
        : range.lowerBound + fraction * (range.upperBound - range.lowerBound)
      // Four digits identify the value, and can be typed again.
      let rounded = Double(String(format: "%.3e", number)) ?? number
      let inside = min(max(rounded, range.lowerBound), range.upperBound)
      if case .integer = model { return .integer(Int(inside.rounded())) }
      return .number(inside)
    }
  }
}

extension SweepAxis.Choice {
  /// Number of values; nil for an interval.
  fileprivate var count: Int? {
    switch self {
    case .value: 1
    case .integers(let range): Self.count(of: range)
    case .steps(_, _, let count): count
    case .interval: nil
    }
  }

  private static func count(of range: ClosedRange<Int>) -> Int {
    let (distance, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    return overflows || distance == .max ? .max : distance + 1
  }
}
