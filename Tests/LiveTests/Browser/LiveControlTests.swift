import Foundation
import Live
import NotebookKit
import TestSupport
import Testing

extension LiveBrowserTests {
  @Suite("Controls of the live page")
  struct LiveControlTests {
    @Test("Every command can be given by mouse") func mouse() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.click("#second .state [data-command=run]")
        try await browser.click(".live [data-command=run-stale]")
        try await browser.click(".live [data-command=run-all]")
        preview.server.publish(status: .running(cell: 1, since: Date()))
        try await browser.wait("!document.querySelector('.live [data-command=interrupt]').disabled")
        try await browser.click(".live [data-command=interrupt]")
        try await browser.click(".live [data-command=restart]")
        try await browser.click("dialog .commands button")
        try await LiveBrowserTests.expect(
          [.run(cell: 1), .runStale, .runAll, .interrupt, .restart], preview)
      }
    }

    @Test("Every command can be given by key") func keys() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.press("j", "j")
        #expect(try await browser.value("document.activeElement.id") == "second")
        try await browser.press("r", "t", "k", "r", "u", "R", "i", ".")
        #expect(try await browser.value("document.activeElement.textContent") == "Restart")
        try await browser.press("\u{E007}")
        try await LiveBrowserTests.expect(
          [.run(cell: 1), .runTo(cell: 1), .run(cell: 0), .runStale, .runAll, .interrupt, .restart], preview)
      }
    }

    @Test("A cancelled restart does nothing, and help lists the keys") func dialogs() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.press(".", "\u{E00C}", "?")
        #expect(try await browser.value("document.querySelectorAll('dialog').length") == "1")
        #expect(try await browser.value("document.querySelector('dialog').innerText").contains("Run to this cell"))
        try await browser.press("r", "\u{E00C}", "R")
        try await LiveBrowserTests.expect([.runAll], preview)
      }
    }

    @Test("Keys are letters in text fields") func textFields() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.value("document.querySelector('[data-parameter=name]').focus()")
        try await browser.press("r", "R", "\u{E007}")
        try await LiveBrowserTests.expect([.set(parameter: "name", value: "rRAda")], preview)
      }
    }

    @Test("A slider sets its parameter once it rests, and every other control when it changes") func parameters()
      async throws
    {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.value("document.querySelector('[data-parameter=alpha]').focus()")
        try await browser.press("\u{E014}")
        #expect(try await browser.value("document.querySelector('.control output').textContent") == "0.6")
        try await LiveBrowserTests.expect([.set(parameter: "alpha", value: "0.6")], preview)
        // Moves in one task, between which no time passes.
        try await browser.value(
          "[0.7, 1, 0.8].forEach(value => { document.activeElement.value = value; "
            + "document.activeElement.dispatchEvent(new Event('input')) })")
        try await LiveBrowserTests.expect(
          [.set(parameter: "alpha", value: "0.6"), .set(parameter: "alpha", value: "0.8")], preview)
        try await browser.click("[data-parameter=quick]")
        try await browser.value("document.querySelector('[data-parameter=word]').focus()")
        try await browser.press("\u{E015}")
        try await browser.value("document.querySelector('[data-parameter=count]').focus()")
        try await browser.press("\u{E013}")
        try await LiveBrowserTests.expect(
          [
            .set(parameter: "alpha", value: "0.6"), .set(parameter: "alpha", value: "0.8"),
            .set(parameter: "quick", value: "true"),
            .set(parameter: "word", value: "y"), .set(parameter: "count", value: "4"),
          ], preview)
      }
    }

    @Test("A parameter that was set elsewhere moves its control, which stays the same element") func synchronised()
      async throws
    {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.value("document.querySelector('[data-parameter=alpha]').isMine = true")
        var parameters = try NotebookParser.parse(
          source: Data(LiveBrowserTests.notebook.utf8), file: preview.folder.appending(path: "note.md")
        ).frontMatter.parameters
        parameters[0].value = .number(0.2)
        try preview.show(LiveBrowserTests.notebook, LiveBrowserTests.records, parameters: parameters)
        try await browser.wait("document.querySelector('.control output').textContent === '0.2'")
        #expect(try await browser.value("document.querySelector('[data-parameter=alpha]').isMine") == "true")
      }
    }

    @Test("A viewer has no commands, and its controls do not move") func viewer() async throws {
      try await LiveBrowserTests.withPage(role: .viewer) { browser, preview in
        #expect(
          try await browser.value(
            "[...document.querySelectorAll('[data-command]')].filter(e => e.offsetHeight).map(e => e.dataset.command)")
            == "help")
        #expect(
          try await browser.value("document.querySelector('[data-parameter=alpha]').matches(':disabled')") == "true")
        try await browser.press("r", "R")
        #expect(try await browser.value("document.querySelector('.message').textContent") == "")
        #expect(preview.commands == [])
      }
    }

    @Test("A refusal is shown, and spoken") func refusal() async throws {
      try await PreviewFixture.with(answer: .refused("The kernel is busy.")) { preview in
        try preview.show(LiveBrowserTests.notebook)
        try await LiveBrowserTests.with(preview, role: .author) { browser in
          try await browser.press("R")
          try await browser.wait(
            "document.querySelector('.message[role=status]').textContent === 'The kernel is busy.'")
        }
      }
    }
  }
}
