import Files
import Foundation
import LanguageServer
import NotebookKit

/// An assistant that asks the toolchain's sourcekit-lsp, in a separate process from the one that runs cells.
///
/// The typed code is treated as the next cell to execute: it sees the declarations of all cells so far.
package actor SourceKitAssistant: CodeAssistant {
  /// Returns the surroundings of the module that would be compiled next; nil while there is no session.
  package typealias Surroundings = @Sendable (_ module: String) async -> NotebookCheck.EditorSource?

  private let toolchain: Toolchain
  private let surroundings: Surroundings
  private let folder = TemporaryFolders.newURL()
  private var documents: CellDocuments?
  private var warming: Task<Void, Never>?
  /// The question before: each shows its text in the same document.
  private var last: Task<JSON?, Never>?

  /// The module that the code which is being typed becomes.
  private static let module = "Draft"
  /// Time after which a child that does not answer is no longer used.
  private static let limit = Duration.seconds(10)
  /// The maximum number of names that are offered.
  private static let mostItems = 200

  package init(toolchain: Toolchain, surroundings: @escaping Surroundings) {
    self.toolchain = toolchain
    self.surroundings = surroundings
  }

  // MARK: - Questions

  package func completions(of code: String, at offset: Int) async -> CodeCompletions? {
    let start = CodeNames.start(ofNameBefore: offset, in: code)
    guard let answer = await ask("textDocument/completion", code, at: offset) else { return nil }
    let prefix = String(decoding: Array(code.utf8)[start..<offset], as: UTF8.self)
    let items = (answer["items"] ?? answer).array ?? []
    var seen: Set<String> = []
    let found = items.sorted { $0.rank < $1.rank }.compactMap(CodeCompletions.Item.init).filter { item in
      item.text.lowercased().hasPrefix(prefix.lowercased()) && item.text != Scope.handle
        && seen.insert(item.text).inserted
    }
    return CodeCompletions(items: Array(found.prefix(Self.mostItems)), range: start..<offset)
  }

  package func description(of code: String, at offset: Int) async -> String? {
    guard let name = CodeNames.range(ofNameAt: offset, in: code) else { return nil }
    // An incomplete call has no type yet, but its name has.
    let beginning = String(decoding: Array(code.utf8)[..<name.upperBound], as: UTF8.self)
    for text in [code, beginning] {
      let answer = await ask("textDocument/hover", text, at: name.lowerBound)
      let found = answer?["contents"]?["value"]?.string ?? ""
      guard !found.isEmpty else { continue }
      guard let type = CodeNames.type(ofBareVariable: found) else { return found }
      return await found + (summary(ofType: type, in: text).map { "\n" + $0 + "\n" } ?? "")
    }
    return nil
  }

  /// The first paragraph of a type's documentation, as seen by code.
  private func summary(ofType type: String, in code: String) async -> String? {
    let answer = await ask("textDocument/hover", code + "\n" + type + ".self", at: code.utf8.count + 1)
    return CodeNames.summary(ofDescription: answer?["contents"]?["value"]?.string ?? "")
  }

  package func completeness(of code: String) async -> SourceCompleteness {
    await SourceCompleteness(of: code, toolchain: toolchain)
  }

  // MARK: - The child

  /// Makes the child read the library, for which the first answer would wait otherwise.
  package func warmUp() async {
    guard warming == nil else { return }
    warming = Task { _ = await ask("textDocument/completion", "pri", at: 3) }
  }

  package func end() async {
    warming?.cancel()
    await documents?.client.end()
    TemporaryFolders.remove(folder)
  }

  /// The answer to a request about a position in some code; nil if there is none.
  private func ask(_ method: String, _ code: String, at offset: Int) async -> JSON? {
    let question = Task { [last] in
      _ = await last?.value
      return await answer(to: method, code, at: offset)
    }
    last = question
    return await question.value
  }

  private func answer(to method: String, _ code: String, at offset: Int) async -> JSON? {
    guard let source = await surroundings(Self.module) else { return nil }
    do {
      let documents = try documents ?? open()
      let document = try await documents.show(code, as: source)
      let parameters = JSON.object(document.parameters(at: CodeNames.place(of: offset, in: code)))
      return try await withThrowingTaskGroup(of: JSON?.self) { group in
        group.addTask { try await documents.client.request(method, parameters) }
        group.addTask {
          try await Task.sleep(for: Self.limit)
          return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
      }
    } catch {
      // Without an answer the front end offers nothing; the cell runs all the same.
      return nil
    }
  }

  private func open() throws -> CellDocuments {
    try TemporaryFolders.make(folder)
    let documents = try CellDocuments(folder: folder.appending(path: "cells"), program: toolchain.languageServer)
    self.documents = documents
    return documents
  }
}

extension JSON {
  /// The order in which sourcekit-lsp sorts its items.
  fileprivate var rank: String { self["sortText"]?.string ?? self["label"]?.string ?? "" }
}

extension CodeCompletions.Item {
  /// An item of sourcekit-lsp's; nil for one that adds no name.
  fileprivate init?(_ json: JSON) {
    guard let label = json["label"]?.string else { return nil }
    let written = json["textEdit"]?["newText"]?.string ?? json["insertText"]?.string ?? label
    let text = Self.beginning(of: written)
    // Literals and signs are not names.
    guard let first = text.first, first.isLetter || "_`@#".contains(first) else { return nil }
    self.init(
      text: text, kind: Self.kinds[json["kind"]?.integer ?? 0] ?? "",
      signature: json["detail"]?.string.map { "\(label) -> \($0)" } ?? label)
  }

  /// An insertion up to the first placeholder: `append(contentsOf: ` of `append(contentsOf: ${1:x})`.
  package static func beginning(of snippet: String) -> String {
    let end = snippet.firstMatch(of: /\$[{0-9]/)?.range.lowerBound ?? snippet.endIndex
    return String(snippet[..<end]).replacing("\\}", with: "}")
  }

  /// The words of front ends for the protocol's kinds.
  private static let kinds = [
    2: "method", 3: "function", 4: "class", 5: "property", 6: "variable", 7: "class", 8: "interface", 9: "module",
    10: "property", 13: "enum", 14: "keyword", 20: "enum", 21: "constant", 22: "struct", 25: "typeParameter",
  ]
}
