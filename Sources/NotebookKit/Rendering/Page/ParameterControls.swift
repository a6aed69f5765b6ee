import Files
import Foundation

/// Shows a notebook's parameters as controls that set them, on the page of a server.
struct ParameterControls {
  let parameters: [Parameter]

  /// A form; empty without parameters.
  ///
  /// Its `data-shape` depends only on the controls, not on their values: the page uses it to see whether only values
  /// have changed.
  var html: String {
    if parameters.isEmpty { return "" }
    let shape = ContentHash(parts: parameters.map { "\($0.name) \($0.label ?? "") \($0.shownControl)" })
    let rows = parameters.map { parameter in
      let id = "etude:parameter-\(parameter.name)".escapedForHTML
      let label = (parameter.label ?? parameter.name).escapedForHTML
      return "<div class=\"control\"><label for=\"\(id)\">\(label)</label> \(control(of: parameter, id: id))</div>\n"
    }
    return "<form class=\"controls\" data-shape=\"\(shape.hexadecimal.prefix(16))\" aria-label=\"Parameters\">\n"
      + "<fieldset><legend>Parameters</legend>\n\(rows.joined())</fieldset>\n</form>\n"
  }

  private func control(of parameter: Parameter, id: String) -> String {
    let name = "id=\"\(id)\" data-parameter=\"\(parameter.name.escapedForHTML)\""
    let value = Self.written(parameter.value).escapedForHTML
    switch parameter.shownControl {
    case .slider(let minimum, let maximum, let step):
      let step = step ?? Self.step(from: minimum, to: maximum, isWhole: parameter.value.kind == "whole number")
      let limits =
        " min=\"\(Parameter.Value.text(of: minimum))\" max=\"\(Parameter.Value.text(of: maximum))\""
        + " step=\"\(Parameter.Value.text(of: step))\""
      return "<input type=\"range\" \(name)\(limits) value=\"\(value)\"> <output for=\"\(id)\">\(value)</output>"
    case .numeric(let minimum, let maximum, let step):
      var limits = ""
      if let minimum { limits += " min=\"\(Parameter.Value.text(of: minimum))\"" }
      if let maximum { limits += " max=\"\(Parameter.Value.text(of: maximum))\"" }
      let shownStep = step.map(Parameter.Value.text) ?? (parameter.value.kind == "whole number" ? "1" : "any")
      return "<input type=\"number\" \(name)\(limits) step=\"\(shownStep)\" value=\"\(value)\">"
    case .select(let choices):
      let options = choices.map { choice in
        let text = Self.written(choice).escapedForHTML
        return "<option value=\"\(text)\"\(choice == parameter.value ? " selected" : "")>\(text)</option>"
      }
      return "<select \(name)>\(options.joined())</select>"
    case .checkbox:
      return "<input type=\"checkbox\" \(name)\(parameter.value == .boolean(true) ? " checked" : "")>"
    case .text: return "<input type=\"text\" \(name) value=\"\(value)\">"
    case .file:
      return "<input type=\"text\" \(name) value=\"\(value)\" spellcheck=\"false\" placeholder=\"path of a file\">"
    }
  }

  /// The value as `-P name=value` has it.
  private static func written(_ value: Parameter.Value) -> String {
    if case .text(let text) = value { text } else { value.description }
  }

  /// About a hundred steps of a power of ten.
  private static func step(from minimum: Double, to maximum: Double, isWhole: Bool) -> Double {
    let step = pow(10, ceil(log10((maximum - minimum) / 100)))
    return isWhole ? max(1, step) : step
  }
}
