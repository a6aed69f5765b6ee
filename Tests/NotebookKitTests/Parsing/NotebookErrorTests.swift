import Foundation
import NotebookKit
import Testing

@Suite("Errors of notebooks")
struct NotebookErrorTests {
  struct Case: Sendable {
    var text: String
    var message: String
  }

  @Test(
    "Each mistake has its sentence",
    arguments: [
      Case(
        text: "Text\n\n```swift\nlet a = 1\n",
        message: "lesson.md:3: The fence that opens here is never closed; end it with a line ```"),
      Case(
        text: "> ~~~~python\n> a\n\nText\n",
        message: "lesson.md:1: The fence that opens here is never closed; end it with a line ~~~~"),
      Case(
        text: "```swift\n//| ehco: false\n```\n",
        message: "lesson.md:2: Unknown cell option `ehco`; did you mean `echo`?"),
      Case(
        text: "```swift\n//| label: a\n//| figcap: x\n```\n",
        message: "lesson.md:3: Unknown cell option `figcap`; did you mean `fig-cap`?"),
      Case(
        text: "```swift\n//| zzzzzz: 1\n```\n",
        message: """
          lesson.md:2: Unknown cell option `zzzzzz`; known are `label`, `eval`, `echo`, `output`, `error`, `warning`, \
          `include`, `fig-cap`, `fig-alt`, `tbl-cap`, `lst-label`, `lst-cap`, `fig-subcap`, `fig-width`, `fig-height`, `fig-format`, \
          `layout-ncol`, `column`, `code-fold`, `code-summary`, `tags`, `timeout`, `optimize`, `swift-version`, `expect`, `live`, `verify`.
          """),
      Case(
        text: "---\ntitel: x\n---\n",
        message: "lesson.md:2: Unknown key in the front matter `titel`; did you mean `title`?"),
      Case(
        text: "---\nexecute:\n  evla: true\n---\n",
        message: "lesson.md:3: Unknown key under `execute` `evla`; did you mean `eval`?"),
      Case(
        text: "```swift\n//| eval: maybe\n```\n", message: "lesson.md:2: `eval` must be true or false, not `maybe`."),
      Case(
        text: "```swift\n//| expect: traps\n```\n",
        message: "lesson.md:2: `expect` must be compile-error, throw or trap, not `traps`; did you mean `trap`?"),
      Case(
        text: "```swift\n//| timeout: -3\n```\n",
        message: "lesson.md:2: `timeout` must be a positive number of seconds, not `-3`."),
      Case(
        text: "```swift\n//| label: a/b\n```\n",
        message: "lesson.md:2: `label` must be letters, digits and hyphens, as in `fig-chroma`, not `a/b`."),
      Case(
        text: "```swift\n//| label: cell-7\n```\n",
        message:
          "lesson.md:2: `label` must be another name, because cells without a label are named `cell-1`, `cell-2`, …, "
          + "not `cell-7`."),
      Case(
        text: "```swift\n//| label: a\n```\n\n```swift\n//| label: a\n```\n",
        message: "lesson.md:6: The label `a` is already used on line 2. Labels must be unique."),
      Case(
        text: "```swift\n//| fig-cap: a: b\n```\n",
        message: """
          lesson.md:2: This is not valid YAML: mapping values are not allowed in this context. \
          Text that contains ": " or " #" needs quotes.
          """),
      Case(
        text: "---\ntitle: T\nauthor: [a\n---\n",
        message: """
          lesson.md:3: This is not valid YAML: did not find expected ',' or ']'. \
          Text that contains ": " or " #" needs quotes.
          """),
      Case(
        text: "---\nparams:\n\tn: 1\n---\n", message: "lesson.md:3: YAML does not allow tabs here. Use spaces."),
      Case(
        text: "```swift\n//| eval:false\n1\n```\n",
        message: "lesson.md:2: A cell option must be a line `//| key: value`, with a space after the colon."),
      Case(text: "---\n- a\n---\n", message: "lesson.md:2: The front matter must consist of lines `key: value`."),
      Case(
        text: "---\ntitle: a\ndate: b\ntitle: c\n---\n", message: "lesson.md:4: `title` occurs twice. Remove one."),
      Case(
        text: "---\ntitle: a\n\nText\n",
        message: "lesson.md:1: The front matter that opens here is never closed; end it with a line ---"),
      Case(
        text: "---\nparams:\n  a: {b: 1}\n---\n",
        message:
          "lesson.md:3: Unknown parameter key `b`; known are `value`, `label`, `input`, `min`, `max`, "
          + "`step`, `choices`."),
      Case(
        text: "---\nparams:\n  a-b: 1\n---\n",
        message: "lesson.md:3: The parameter `a-b` must have a Swift identifier as its name, as in `batchSize`."),
      Case(
        text: "---\nparams:\n  a: [1, x]\n---\n",
        message: """
          lesson.md:3: The elements of the parameter `a` must all be of one kind: booleans, numbers or strings.
          """),
      Case(
        text: "```{swift echo=FALSE}\n```\n",
        message: """
          lesson.md:1: The fence says `{swift echo=FALSE}`; write options as lines `//| key: value` inside the cell.
          """),
      Case(
        text: "```swift\nlet a = 1\n//| echo: false\n```\n",
        message: "lesson.md:3: The option `echo: false` is below code. Move it to the cell's first lines."),
      Case(text: "a `{swift} `\n", message: "lesson.md:1: The inline value `{swift}` has no expression."),
    ])
  func sentence(_ mistake: Case) {
    #expect(messages(mistake.text) == mistake.message)
  }

  @Test("Bytes that are not UTF-8 are located")
  func encoding() {
    let file = URL(fileURLWithPath: "/notebooks/lesson.md")
    #expect {
      try NotebookParser.parse(source: Data("a\nb".utf8) + [0xFF, 0x41], file: file)
    } throws: {
      "\($0)" == "lesson.md:2: The text is not UTF-8 (first at byte 2 of this line); save the notebook as UTF-8."
    }
  }

  @Test("Several mistakes are reported at once, by line")
  func several() {
    #expect(
      messages("---\ntitel: x\n---\n```swift\n//| ehco: false\n//| eval: 3\n```\n") == """
        lesson.md:2: Unknown key in the front matter `titel`; did you mean `title`?
        lesson.md:5: Unknown cell option `ehco`; did you mean `echo`?
        lesson.md:6: `eval` must be true or false, not `3`.
        """)
  }

  @Test("A missing notebook and a folder are reported")
  func files() {
    #expect(throws: NotebookErrors([.missing(path: "/no/such.md")])) {
      try NotebookParser.read(URL(fileURLWithPath: "/no/such.md"))
    }
    #expect(NotebookError.missing(path: "/no/such.md").description == "/no/such.md: No such notebook.")
    #expect(throws: NotebookErrors([.isDirectory(path: "/tmp")])) {
      try NotebookParser.read(URL(fileURLWithPath: "/tmp"))
    }
    #expect(NotebookError.isDirectory(path: "/tmp").description == "/tmp: This is a folder; name a notebook in it.")
  }

  private func messages(_ text: String) -> String {
    do {
      _ = try parse(text)
      return "no error"
    } catch {
      return error.description
    }
  }
}
