import NotebookKit

/// An assistant that knows the language's grammar alone.
package struct CompilerAssistant: CodeAssistant {
  private let toolchain: Toolchain

  package init(toolchain: Toolchain) { self.toolchain = toolchain }

  package func completions(of code: String, at offset: Int) async -> CodeCompletions? { nil }

  package func description(of code: String, at offset: Int) async -> String? { nil }

  package func completeness(of code: String) async -> SourceCompleteness {
    await SourceCompleteness(of: code, toolchain: toolchain)
  }

  package func end() async {}
}
