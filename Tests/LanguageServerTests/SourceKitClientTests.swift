import Files
import Foundation
import LanguageServer
import NotebookKit
import TestSupport
import Testing

@Suite("The client of sourcekit-lsp", .serialized)
struct SourceKitClientTests {
  /// Runs `body` with cells of a notebook and a check of them.
  private func withCells(
    _ sources: [String], _ body: (CellDocuments, NotebookCheck) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try CellCache(environment: ["XDG_CACHE_HOME": folder.path])
    let toolchain = try Toolchain()
    let compiler = CellCompiler(
      toolchain: toolchain, library: try CoreLibrary(command: Program.builtPrograms.appending(path: "etude")),
      cache: cache, fileName: "note.md", scratch: folder.appending(path: "scratch"))
    try compiler.prepare()
    var check = NotebookCheck(compiler: compiler)
    try check.update(
      to: sources.enumerated().map { index, source in
        RunStep(.cell(Cell(index: index, source: source, line: 2)), unit: index, module: "Cell_\(index + 1)")
      })
    let documents = try CellDocuments(
      folder: folder.appending(path: "cells"), program: toolchain.languageServer)
    try await body(documents, check)
    await documents.client.end()
  }

  private func labels(_ document: CellDocument, _ place: Place, _ client: SourceKitClient) async throws -> [String] {
    let answer = try await client.request("textDocument/completion", .object(document.parameters(at: place)))
    return answer["items"]?.array?.compactMap { $0["label"]?.string } ?? []
  }

  @Test("A cell is completed with earlier declarations, including private names")
  func completion() async throws {
    try await withCells(["let wonderful = [1, 2]\nprivate func wonderfully() -> Int { 3 }"]) {
      (documents, check) async throws in
      let source = try check.editorSource(at: 1, module: "Cell_2")
      let document = try await documents.show("wonder", as: source)
      let labels = try await labels(document, Place(line: 0, column: 6), documents.client)
      #expect(labels.contains("wonderful"))
      #expect(labels.contains("wonderfully()"))
    }
  }

  @Test("Arguments are completed at the end of the code, and the child lives on")
  func argumentsAtTheEnd() async throws {
    try await withCells(["let wonderful = 1"]) { (documents, check) async throws in
      let client = documents.client
      let first = try await documents.show("print()", as: try check.editorSource(at: 1, module: "Cell_2"))
      _ = try await labels(first, Place(line: 0, column: 6), client)
      let child = await client.processIdentifier
      let document = try await documents.show("print(", as: try check.editorSource(at: 1, module: "Cell_2"))
      #expect(try await !labels(document, Place(line: 0, column: 6), client).isEmpty)
      #expect(await client.processIdentifier == child)
    }
  }

  @Test("A comment on what an earlier cell declares is its documentation")
  func documentation() async throws {
    try await withCells(["/// A wonder of the world.\nprivate func wonder() {}"]) { (documents, check) async throws in
      let document = try await documents.show("wonder()", as: try check.editorSource(at: 1, module: "Cell_2"))
      let answer = try await documents.client.request(
        "textDocument/hover", .object(document.parameters(at: Place(line: 0, column: 2))))
      #expect(answer["contents"]?["value"]?.string?.contains("A wonder of the world.") == true)
    }
  }

  @Test("A declaration that is added to an earlier cell is known at the next request")
  func changedCommands() async throws {
    try await withCells(["let first = 1"]) { (documents, check) async throws in
      var check = check
      let old = try check.editorSource(at: 1, module: "Cell_2")
      let before = try await documents.show("marvel", as: old)
      #expect(try await labels(before, Place(line: 0, column: 6), documents.client).contains("marvellous") == false)
      try check.update(
        to: [RunStep(.cell(Cell(index: 0, source: "let marvellous = 1", line: 2)), unit: 0, module: "Cell_1")])
      let after = try await documents.show("marvel", as: try check.editorSource(at: 1, module: "Cell_2"))
      #expect(try await labels(after, Place(line: 0, column: 6), documents.client).contains("marvellous"))
    }
  }

  @Test("A child that was killed is started again with the documents that were open")
  func killed() async throws {
    try await withCells(["let wonderful = 1"]) { (documents, check) async throws in
      let document = try await documents.show("wonder", as: try check.editorSource(at: 1, module: "Cell_2"))
      let place = Place(line: 0, column: 6)
      #expect(try await labels(document, place, documents.client).contains("wonderful"))
      let first = try #require(await documents.client.processIdentifier)
      kill(first, SIGKILL)
      #expect(try await labels(document, place, documents.client).contains("wonderful"))
      #expect(await documents.client.processIdentifier != first)
    }
  }

  @Test("A request that crashed the child is repeated only when the document has changed")
  func crashed() async throws {
    let child = try StandInForSourceKit()
    defer { child.remove() }
    let client = SourceKitClient(program: child.program, folder: child.folder)
    await client.show(child.file, text: "print(")
    for _ in 0..<5 {
      let error = await #expect(throws: SourceKitError.self) { try await client.request("crash", child.question) }
      #expect(error == .crashed(method: "crash"))
    }
    #expect(child.received("crash") == 1)
    #expect(try await client.request("answer", child.question) == ["capabilities": [:]])
    await client.show(child.file, text: "print(1")
    _ = try? await client.request("crash", child.question)
    #expect(child.received("crash") == 2)
    await client.end()
  }

  @Test("A document that the child could not read is opened again")
  func opensAnew() async throws {
    let child = try StandInForSourceKit()
    defer { child.remove() }
    let client = SourceKitClient(program: child.program, folder: child.folder)
    await client.show(child.file, text: "print(")
    await #expect(throws: ResponseError(code: ResponseError.unknownCode, message: "no")) {
      try await client.request("refuse", child.question)
    }
    _ = try await client.request("answer", child.question)
    #expect(child.received("didClose") == 1)
    #expect(child.received("didOpen") == 2)
    await client.end()
  }

  @Test(
    "A position outside the document is not requested",
    arguments: [Place(line: 0, column: 7), Place(line: 1, column: 0)])
  func outside(_ place: Place) async throws {
    let child = try StandInForSourceKit()
    defer { child.remove() }
    let client = SourceKitClient(program: child.program, folder: child.folder)
    await client.show(child.file, text: "print(")
    var question = child.question.object ?? [:]
    question["position"] = place.json
    let parameters = JSON.object(question)
    await #expect(throws: ResponseError.contentModified) { try await client.request("answer", parameters) }
    #expect(child.received("answer") == 0)
    await client.end()
  }

  @Test("A request whose task is cancelled ends with that")
  func cancelled() async throws {
    try await withCells([]) { (documents, check) async throws in
      let document = try await documents.show("pri", as: try check.editorSource(at: 0, module: "Cell_1"))
      let client = documents.client
      let task = Task {
        try await client.request(
          "textDocument/completion", .object(document.parameters(at: Place(line: 0, column: 3))))
      }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test("A toolchain without sourcekit-lsp is named")
  func missing() async throws {
    let client = SourceKitClient(program: URL(filePath: "/nowhere/sourcekit-lsp"), folder: URL(filePath: "/tmp"))
    let error = await #expect(throws: SourceKitError.self) { try await client.request("shutdown", .null) }
    #expect(
      error?.description
        == "The Swift toolchain lacks /nowhere/sourcekit-lsp, so there is no completion of Swift. Install a toolchain that has it (https://www.swift.org/install/linux)."
    )
  }

  @Test("A program that ends immediately is not restarted")
  func useless() async throws {
    let client = SourceKitClient(program: URL(filePath: "/bin/true"), folder: URL(filePath: "/tmp"))
    for _ in 0..<3 { _ = try? await client.request("textDocument/hover", [:]) }
    let error = await #expect(throws: SourceKitError.self) { try await client.request("textDocument/hover", [:]) }
    guard case .gaveUp? = error else {
      Issue.record("It was started again: \(String(describing: error))")
      return
    }
  }
}
