import Files
import Foundation

/// Sets a notebook's parameters from the command line.
package enum ParameterOverrides {
  /// The parameters with the values of `-P name=value` arguments, each parsed as the type of its default and restricted
  /// by its control.
  ///
  /// A list is written as in YAML (`[1, 2]`) or with commas (`1,2`).
  /// - Parameters:
  ///   - arguments: The argument of each `-P`.
  ///   - parameters: The notebook's own, whose order is kept.
  /// - Throws: ``NotebookErrors`` with every argument that is malformed, unknown, repeated, of another type or not offered.
  package static func apply(
    _ arguments: [String], to parameters: [Parameter]
  ) throws(NotebookErrors) -> [Parameter] {
    var result = parameters
    var errors: [NotebookError] = []
    var seen: Set<String> = []
    for argument in arguments {
      guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
        errors.append(.override(.malformed(argument: argument)))
        continue
      }
      let name = argument[..<equals].trimmingCharacters(in: .whitespaces)
      let text = String(argument[argument.index(after: equals)...])
      guard let index = result.firstIndex(where: { $0.name == name }) else {
        let known = parameters.map(\.name)
        errors.append(.override(.unknown(name: name, nearest: NearestName.of(name, in: known), known: known)))
        continue
      }
      if !seen.insert(name).inserted { errors.append(.override(.repeated(name: name))) }
      let defaultValue = parameters[index].value
      if let value = read(text, as: defaultValue) {
        result[index].value = value
        if let expected = parameters[index].demand(on: value) {
          errors.append(.override(.notOffered(name: name, expected: expected, found: value.description)))
        }
      } else {
        errors.append(
          .override(
            .wrongType(
              name: name, expected: defaultValue.kindWithArticle, defaultValue: defaultValue.description, found: text)))
      }
    }
    if !errors.isEmpty { throw NotebookErrors(errors) }
    return result
  }

  /// `text` as a value of the kind of `model`; nil if it is invalid.
  private static func read(_ text: String, as model: Parameter.Value) -> Parameter.Value? {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    switch model {
    case .text: return .text(text)
    case .boolean:
      return ["true": .boolean(true), "false": .boolean(false)][trimmed.lowercased()]
    case .integer:
      if case .integer(let value) = YAMLValue.number(trimmed) { return .integer(value) }
      return nil
    case .number:
      switch YAMLValue.number(trimmed) {
      case .integer(let value): return .number(Double(value))
      case .number(let value): return .number(value)
      default: return nil
      }
    case .list(let elements):
      let written = trimmed.hasPrefix("[") && trimmed.hasSuffix("]") ? trimmed : "[\(trimmed)]"
      var reader = YAMLReader(file: "", lineOffset: 0)
      guard let node = reader.entries(of: "value: \(written)").first?.node, case .list(let values) = YAMLValue(node)
      else { return nil }
      return list(values, like: elements.first)
    }
  }

  private static func list(_ values: [YAMLValue], like model: Parameter.Value?) -> Parameter.Value? {
    var elements: [Parameter.Value] = []
    for value in values {
      switch (value, model) {
      case (.boolean(let value), .boolean), (.boolean(let value), nil): elements.append(.boolean(value))
      case (.integer(let value), .integer), (.integer(let value), nil): elements.append(.integer(value))
      case (.integer(let value), .number): elements.append(.number(Double(value)))
      case (.number(let value), .number), (.number(let value), nil): elements.append(.number(value))
      case (.text(let value), .text), (.text(let value), nil): elements.append(.text(value))
      case (.integer(let value), .text): elements.append(.text(String(value)))
      case (.number(let value), .text): elements.append(.text("\(value)"))
      case (.boolean(let value), .text): elements.append(.text(String(value)))
      default: return nil
      }
    }
    return .list(uniform: elements)
  }
}
