import Foundation
import NotebookKit
import Testing

@Suite("Code while it is typed")
struct SourceCompletenessTests {
  private func completeness(_ source: String) async throws -> SourceCompleteness {
    await SourceCompleteness(of: source, toolchain: try Toolchain())
  }

  @Test(
    "Whole statements are complete",
    arguments: ["", "let a = 1", "func f() {\n  print(1)\n}\n", "\"\"\"\na\n\"\"\"", "nowhere()"])
  func complete(_ source: String) async throws { #expect(try await completeness(source) == .complete) }

  @Test(
    "Code that lacks only its end may still be typed",
    arguments: [
      "func f() {", "if true {\n", "let x = (1,", "let x =", "let x = [1,\n", "let s = \"\"\"\nabc", "\"\"\"",
      "/* open", "a.",
      "switch 1 {\ncase 1:", "#if DEBUG", "a + ", "let a = 1\r\nif a {\r\n",
    ])
  func incomplete(_ source: String) async throws { #expect(try await completeness(source) == .incomplete) }

  @Test(
    "Code with an error that more text cannot fix is invalid",
    arguments: ["let = 3", "}", "let x = 5)", "\"open", "x = = 3\nlet y =", "x = = 3\r\nlet y ="])
  func invalid(_ source: String) async throws { #expect(try await completeness(source) == .invalid) }
}
