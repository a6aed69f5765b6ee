import Display
import Foundation
import Live
import NotebookKit
import TestSupport
import Testing

/// The live page, tried in one browser after another.
@Suite("The live page in a browser", .enabled(if: Browser.isAvailable, Browser.reason), .serialized)
enum LiveBrowserTests {
  static let notebook = """
    ---
    title: A live page
    params:
      alpha: {value: 0.5, label: Alpha, min: 0, max: 1, step: 0.1}
      word: {value: x, choices: [x, y]}
      quick: false
      name: Ada
      count: 3
    ---

    First words.

    ```swift
    let one = 1
    ```

    Words between.

    ```swift
    //| label: second
    let two = 2
    ```

    ## Part

    ```swift
    let three = 3
    ```

    """

  static let records = (1...3).map { number in
    CellRecord(status: .succeeded, outputs: [.stream(.stdout, "output \(number)\n")], duration: 0.5)
  }

  /// Shows the notebook, opens it in a browser, and cleans up.
  static func withPage(
    _ text: String = notebook, role: Role = .author, presents: Bool = false,
    states: [Int: CellLiveState] = [0: .fresh, 1: .stale(reason: "one changed.", lastRun: 12), 2: .failed],
    _ body: (Browser, PreviewFixture) async throws -> Void
  ) async throws {
    try await PreviewFixture.with(share: true, presents: presents) { preview in
      try preview.show(text, records, states: states)
      try await with(preview, role: role) { try await body($0, preview) }
    }
  }

  /// Opens a preview in a separate browser.
  static func with(_ preview: PreviewFixture, role: Role, _ body: (Browser) async throws -> Void) async throws {
    let browser = try await Browser()
    do {
      try await browser.open(try #require(role == .author ? preview.server.address : preview.server.viewerAddress))
      try await browser.wait("document.querySelector('.live')?.dataset.connection === 'open'")
      try await body(browser)
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }

  /// Waits until the session has been given some commands.
  static func expect(
    _ commands: [PreviewCommand], _ preview: PreviewFixture, at place: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    for _ in 0..<100 where preview.commands.count < commands.count { try await Task.sleep(for: .milliseconds(50)) }
    #expect(preview.commands == commands, sourceLocation: place)
  }
}
