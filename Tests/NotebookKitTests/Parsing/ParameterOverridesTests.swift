import NotebookKit
import Testing

@Suite("Parameters on the command line")
struct ParameterOverridesTests {
  let parameters = [
    Parameter(name: "epochs", value: .integer(5), line: 2), Parameter(name: "rate", value: .number(0.1), line: 3),
    Parameter(name: "quick", value: .boolean(false), line: 4), Parameter(name: "name", value: .text("a"), line: 5),
    Parameter(name: "sizes", value: .list([.integer(1)]), line: 6),
  ]

  @Test("Values are parsed by type; strings are taken literally")
  func values() throws {
    let arguments = ["epochs=7", "rate=2", "quick=true", "name=x=1, y", "sizes=3,4"]
    let result = try ParameterOverrides.apply(arguments, to: parameters)
    #expect(
      result.map(\.value) == [
        .integer(7), .number(2), .boolean(true), .text("x=1, y"), .list([.integer(3), .integer(4)]),
      ])
    #expect(try ParameterOverrides.apply(["sizes=[9]"], to: parameters)[4].value == .list([.integer(9)]))
    #expect(try ParameterOverrides.apply(["name="], to: parameters)[3].value == .text(""))
    #expect(try ParameterOverrides.apply([], to: parameters) == parameters)
  }

  @Test(
    "Each mistake has its sentence",
    arguments: [
      ("epochs", "-P epochs: Write it as `-P name=value`."),
      ("epoch=3", "-P epoch: The notebook has no parameter of this name; did you mean `epochs`?"),
      (
        "zzzzzzz=3",
        "-P zzzzzzz: The notebook has no parameter of this name; known are `epochs`, `rate`, `quick`, `name`, `sizes`."
      ),
      ("epochs=1.5", "-P epochs: The parameter is a whole number (its default is 5), but \"1.5\" is not."),
      ("quick=yes", "-P quick: The parameter is a boolean (its default is false), but \"yes\" is not."),
      ("rate=fast", "-P rate: The parameter is a number (its default is 0.1), but \"fast\" is not."),
      ("sizes=[a]", "-P sizes: The parameter is a list of whole numbers (its default is [1]), but \"[a]\" is not."),
    ])
  func sentence(argument: String, message: String) {
    #expect {
      try ParameterOverrides.apply([argument], to: parameters)
    } throws: {
      "\($0)" == message
    }
  }

  @Test("A notebook without parameters and a repeated name are different errors")
  func others() {
    #expect {
      try ParameterOverrides.apply(["a=1", "a=2"], to: [])
    } throws: {
      "\($0)".hasPrefix("-P a: The notebook has no parameters; declare it under `params:` in the front matter.")
    }
    #expect {
      try ParameterOverrides.apply(["epochs=1", "epochs=2"], to: parameters)
    } throws: {
      "\($0)" == "-P epochs: The parameter is given twice."
    }
  }
}
