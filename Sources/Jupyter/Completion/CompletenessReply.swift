import Files
import NotebookKit

/// The answer to `is_complete_request`.
package struct CompletenessReply {
  package let content: JSON.Object

  package init(code: String, _ assistant: any CodeAssistant) async {
    switch await assistant.completeness(of: code) {
    case .complete: content = ["status": "complete"]
    case .invalid: content = ["status": "invalid"]
    case .incomplete: content = ["status": "incomplete", "indent": .string(Self.indentation(after: code))]
    }
  }

  /// The indentation of the line after the code.
  package static func indentation(after code: String) -> String {
    let lines = code.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let line = lines.last(where: { !$0.allSatisfy(\.isWhitespace) }) else { return "" }
    let blanks = String(line.prefix { $0 == " " || $0 == "\t" })
    let end = line.last { !$0.isWhitespace }
    return blanks + (end.map { "{([:".contains($0) } == true ? "  " : "")
  }
}
