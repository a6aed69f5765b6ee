import NotebookKit
import Testing

@Suite("Parameters with controls")
struct ParameterReaderTests {
  private func parameter(_ yaml: String) throws -> Parameter {
    try #require(try parse("---\nparams:\n  a:\(yaml)\n---\n").frontMatter.parameters.first)
  }

  static let forms: [(yaml: String, value: Parameter.Value, control: Parameter.Control?)] = [
    (" 5", .integer(5), nil),
    (" {value: 5}", .integer(5), nil),
    (" {value: 5, input: numeric}", .integer(5), .numeric(minimum: nil, maximum: nil, step: nil)),
    (" {value: 5, min: 1}", .integer(5), .numeric(minimum: 1, maximum: nil, step: nil)),
    (" {value: 5, min: 1, max: 9}", .integer(5), .slider(minimum: 1, maximum: 9, step: nil)),
    (" {value: 5, min: 1, max: 9, input: numeric}", .integer(5), .numeric(minimum: 1, maximum: 9, step: nil)),
    (" {value: 1, input: slider, min: 0, max: 2, step: 0.5}", .number(1), .slider(minimum: 0, maximum: 2, step: 0.5)),
    (" {value: b, choices: [a, b]}", .text("b"), .select([.text("a"), .text("b")])),
    (" {value: 1, input: select, choices: [1, 2.5]}", .number(1), .select([.number(1), .number(2.5)])),
    (" {value: true, input: checkbox}", .boolean(true), .checkbox),
    (" {value: x, input: text}", .text("x"), .text),
    (" {value: data.csv, input: file}", .text("data.csv"), .file),
    (" {value: [1, 2]}", .list([.integer(1), .integer(2)]), nil),
    ("\n    label: The rate\n    value: 0.1", .number(0.1), nil),
  ]

  @Test("A plain default and R Markdown's form are read", arguments: forms)
  func read(_ yaml: String, _ value: Parameter.Value, _ control: Parameter.Control?) throws {
    let parameter = try parameter(yaml)
    #expect(parameter.value == value)
    #expect(parameter.control == control)
    #expect(parameter.line == 3)
  }

  @Test("The label replaces the name in a report") func label() throws {
    #expect(try parameter(" {value: 1, label: \"Step & size\"}").label == "Step & size")
    let page = try html("---\nparams:\n  a: {value: 1, label: Step & size}\n  b: 2\n---\n")
    #expect(page.contains("<dt>Step &amp; size</dt><dd>1</dd>\n<dt>b</dt><dd>2</dd>"))
  }

  @Test(
    "Each mistake has its line and its sentence",
    arguments: [
      (" {label: x}", "The parameter `a` has no `value`; give its default, as in `value: 5`."),
      (" {value: 1, inputs: text}", "Unknown parameter key `inputs`; did you mean `input`?"),
      (
        " {value: 1, input: slide}",
        "`input` must be slider, select, checkbox, text, numeric or file, not `slide`; did you mean `slider`?"
      ),
      (" {value: 1, input: slider}", "The parameter `a` has `input: slider`, which needs `min` and `max`."),
      (
        " {value: x, input: slider, min: 0, max: 1}",
        "The parameter `a` has `input: slider`, so its value must be a number, not a text."
      ),
      (
        " {value: 1, input: select}",
        "The parameter `a` has `input: select`, which needs `choices`, as in `choices: [1, 2, 5]`."
      ),
      (" {value: 3, choices: [1, 2]}", "The parameter `a` has the value 3, which must be one of 1, 2."),
      (" {value: 3, choices: 1}", "`choices` must be a list of values, not `1`."),
      (
        " {value: 1, input: text, choices: [1]}",
        "The parameter `a` has `choices`, which only `input: select` supports."
      ),
      (
        " {value: 1, input: checkbox}",
        "The parameter `a` has `input: checkbox`, so its value must be true or false, not a whole number."
      ),
      (
        " {value: x, min: 1}",
        "The parameter `a` has `min`, `max` or `step`, which only `input: slider` and `input: numeric` support."
      ),
      (" {value: 1, min: 2, max: 1}", "The parameter `a` has a `min` that is not below its `max`."),
      (" {value: 1, min: 0, max: 1, step: 0}", "The parameter `a` has a `step` that is not above 0."),
      (" {value: 5, min: 0, max: 1}", "The parameter `a` has the value 5, which must be at most 1."),
      (" {value: 5, min: low}", "`min` must be a number, not `low`."),
      (" {value: 5, max: .inf}", "`max` must be a number, not `.inf`."),
      (
        " {value: 1, input: file}",
        "The parameter `a` has `input: file`, so its value must be a path, not a whole number."
      ),
    ])
  func mistakes(_ yaml: String, _ message: String) {
    #expect {
      try parse("---\nparams:\n  a:\(yaml)\n---\n")
    } throws: {
      "\($0)" == "lesson.md:3: \(message)"
    }
  }

  @Test("A value that the control does not offer is refused from other sources too") func overrides() throws {
    let parameters = try parse(
      "---\nparams:\n  a: {value: 1, min: 0, max: 2}\n  b: {value: x, choices: [x, y]}\n---\n"
    ).frontMatter.parameters
    #expect(try ParameterOverrides.apply(["a=2", "b=y"], to: parameters).map(\.value) == [.integer(2), .text("y")])
    #expect {
      try ParameterOverrides.apply(["a=3", "b=z"], to: parameters)
    } throws: {
      "\($0)"
        == "-P a: The value must be at most 2, but 3 is not.\n-P b: The value must be one of \"x\", \"y\", but \"z\" is not."
    }
  }
}
