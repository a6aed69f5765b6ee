import Foundation
import NotebookKit
import Testing

@Suite("Warnings about a notebook")
struct NotebookReviewTests {
  private func warnings(_ text: String) throws -> [String] {
    NotebookReview.warnings(about: try parse(text)).map(\.description)
  }

  @Test(
    "A mistake is reported with its line and remedy",
    arguments: [
      (
        "a\n\n```Swift\n1\n```\n",
        "3: warning: The fence says `Swift`, so it does not run. Write `swift` to run it, or `{.swift .sample}` to only show it."
      ),
      (
        "```{.swift}\n1\n```\n",
        "1: warning: The fence says `{.swift}`, so it does not run. Write `swift` to run it, or `{.swift .sample}` to only show it."
      ),
      (
        "a\n![p](no.png)\n",
        "2: warning: The image `no.png` is not shown: there is no such file. Correct the name, which is relative to the notebook's folder."
      ),
      (
        "![p](../no.png)\n",
        "1: warning: The image `../no.png` is not shown: it is outside the notebook's folder. Copy it beside the notebook."
      ),
      (
        "See @fig-b.\n\n```swift\n//| label: fig-a\n1\n```\n",
        "1: warning: No figure, table, equation or section is called `fig-b`; did you mean `fig-a`?"
      ),
      (
        "[a](no.md)\n",
        "1: warning: The link to `no.md` is broken: there is no such file. Correct the name, which is relative to the notebook's folder."
      ),
      (
        "# One\n\n[a](#two)\n\n## Tow\n",
        "3: warning: The link to `#two` is broken: no heading or cell has that name; did you mean `#tow`?"
      ),
      (
        "[a](javascript:f)\n",
        "1: warning: The link to `javascript:f` is broken: reports may not link to such an address."
      ),
      (
        "---\nhtml: raw\n---\n<img src=\"no.png\">\n",
        "4: warning: The image `no.png` is not shown: there is no such file. Correct the name, which is relative to the notebook's folder."
      ),
      (
        "```swift\n//| tags: [solutoin]\n1\n```\n",
        "1: warning: The tag `solutoin` has no meaning here. Did you mean `solution`?"
      ),
      (
        "See @fig-a.\n\n```swift\n//| label: fig-a\n//| eval: false\n1\n```\n",
        "1: warning: `@fig-a` refers to what its cell does not show: it has `eval: false`. Take that away, or the reference."
      ),
      (
        "See @lst-a.\n\n```swift\n//| lst-label: lst-a\n//| echo: false\n1\n```\n",
        "1: warning: `@lst-a` refers to what its cell does not show: it has `echo: false`. Take that away, or the reference."
      ),
      (
        "By \\eqref{eq:a}.\n\n\\begin{align}\nx \\label{eq:b}\n\\end{align}\n",
        "1: warning: No figure, table, equation or section is called `eq:a`; did you mean `eq:b`?"
      ),
      ("a[^n]\n", "1: warning: The footnote `[^n]:` is missing. Add it, or remove the mark."),
    ])
  func warning(text: String, message: String) throws {
    #expect(try warnings(text) == ["lesson.md:" + message])
  }

  private static let exercise = "```swift\n//| tags: [exercise]\nfunc f() -> Int { 0 }\nf()\n```\n\n"
  private static let solution = "```swift\n//| tags: [solution]\nfunc f() -> Int { 1 }\n```\n\n"
  private static let test = "```swift\nf() == 1\n```\n"

  @Test("A cell below a solution that tests the solution in place of the answer is said")
  func testOfSolution() throws {
    #expect(
      try warnings(Self.exercise + Self.solution + Self.test) == [
        "lesson.md:12: warning: The cell uses `f` of the solution on line 7: an answer to the exercise on line 1 changes "
          + "nothing in it. If it tests the answer, put it between the two."
      ])
  }

  @Test(
    "A test above the solution, and what goes on in the next section, is in order",
    arguments: [exercise + test + solution + test, exercise + solution + "# Next\n\n" + test, exercise + test])
  func testOfAnswer(text: String) throws { #expect(try warnings(text).isEmpty) }

  @Test(
    "Valid links and intended text give no warning",
    arguments: [
      "```{.swift .sample}\n1\n```\n", "```python\n1\n```\n", "![p](https://x.y/p.png)\n",
      "[a](https://x.y) [b](#top)\n",
      "# One\n\n[a](#one)\n", "a[^n]\n\n[^n]: b\n", "@ada a@b.c\n", "`@fig-x` \\@fig-x `[^n]`\n",
      "![p](data:image/png;base64,QQ==)\n",
    ])
  func silence(text: String) throws { #expect(try warnings(text).isEmpty) }
}
