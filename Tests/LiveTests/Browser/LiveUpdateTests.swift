import Display
import Foundation
import Live
import NotebookKit
import TestSupport
import Testing

extension LiveBrowserTests {
  @Suite("Changes of the live page")
  struct LiveUpdateTests {
    private let text = LiveBrowserTests.notebook
    private let records = LiveBrowserTests.records

    @Test("Unchanged elements stay the same, and states are updated in place") func patching() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.value("[...document.querySelectorAll('main *')].forEach(e => e.isOld = true)")
        try await browser.click("#second .code > summary")
        var records = self.records
        records[1].outputs = [.stream(.stdout, "changed\n")]
        try preview.show(
          text.replacing("First words.", with: "Other words.\n\nAnd more."), records,
          states: [0: .fresh, 1: .running(since: Date() - 5, progress: 0.5), 2: .fresh])
        try await browser.wait("document.querySelector('main').innerText.includes('Other words.')")
        let parts = "['#cell-1 .outputs pre', '#second .code', '#second', '#cell-3 .outputs pre', '#part']"
        let exchanged = try await browser.value("\(parts).filter(s => !document.querySelector(s).isOld).join()")
        #expect(exchanged == "")
        #expect(try await browser.value("document.querySelector('#second .outputs').innerText") == "changed")
        #expect(try await browser.value("document.querySelector('#second .code').open") == "false")
        #expect(try await browser.value("document.querySelector('#second .lines').textContent") == "23")
        #expect(try await browser.value("document.querySelector('#second').dataset.live") == "running")
        try await browser.wait("/^[5-9] s$/.test(document.querySelector('#second .clock').textContent)")
        try await browser.wait("document.querySelector('.spoken').textContent.includes('Cell 2 running')")
      }
    }

    @Test("Visible content stays in place while things above change") func anchoring() async throws {
      let long = text + (4...30).map { "Words \($0).\n\n```swift\nlet v\($0) = \($0)\n```\n" }.joined(separator: "\n")
      try await LiveBrowserTests.withPage(long) { browser, preview in
        try await browser.value(
          "document.getElementById('cell-20').scrollIntoView({block: 'center', behavior: 'instant'})")
        let place =
          "Math.round([...document.querySelectorAll('p')].find(e => e.textContent === 'Words 20.')"
          + ".getBoundingClientRect().top)"
        let before = try await browser.value(place)
        let inserted = (1...5).map { "```swift\nlet w\($0) = \($0)\n```\n" }.joined(separator: "\n")
        try preview.show(long.replacing("Words between.", with: "Words between.\n\n\(inserted)"), records)
        try await browser.wait("document.getElementById('cell-35') !== null")
        let afterInsertion = try await browser.value(place)
        #expect(afterInsertion == before)
        try preview.show(long.replacing("Words between.", with: ""), records)
        try await browser.wait("document.getElementById('cell-35') === null")
        let afterRemoval = try await browser.value(place)
        #expect(afterRemoval == before)
      }
    }

    @Test("The focus stays on the part that was exchanged") func focus() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.value("document.querySelector('#second .state button').focus()")
        try preview.show(
          text.replacing("let two = 2", with: "let two = 3"), records,
          states: [1: .stale(reason: "edited.", lastRun: 1)])
        try await browser.wait("document.querySelector('#second code').textContent.includes('3')")
        #expect(
          try await browser.value("document.activeElement.closest('.cell')?.id + ' ' + document.activeElement.tagName")
            == "second BUTTON")
      }
    }

    @Test("Two pages show the same, also after one was away") func twoPages() async throws {
      try await LiveBrowserTests.withPage { first, preview in
        try await LiveBrowserTests.with(preview, role: .viewer) { second in
          try preview.show(text.replacing("First", with: "Next"), records)
          for page in [first, second] {
            try await page.wait("document.querySelector('main').innerText.includes('Next words.')")
          }
          try await second.command(
            "Network.emulateNetworkConditions",
            ["offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0])
          try await second.value("dispatchEvent(new Event('pagehide'))")
          try preview.show(text.replacing("First", with: "Last"), Array(records.prefix(1)))
          try await first.wait("document.querySelector('main').innerText.includes('Last words.')")
          try await second.command(
            "Network.emulateNetworkConditions",
            ["offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1])
          try await second.value("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
          try await second.wait("document.querySelector('main').innerText.includes('Last words.')")
          let content = "document.querySelector('main').innerText.replaceAll(/Run$/gm, '')"
          #expect(try await first.value(content) == second.value(content))
        }
      }
    }

    @Test("A reload shows what the page shows") func reload() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        let extended = text.replacing("## Part", with: "New.\n\n```swift\nlet more = 4\n```\n\n## Part")
        try preview.show(extended, records, states: [0: .stale(reason: "x changed.", lastRun: nil), 3: .queued])
        preview.server.publish(status: .stopped(reason: "The kernel ended."))
        try await browser.wait("document.querySelector('.live .text').textContent === 'The kernel ended.'")
        let shown = "document.body.innerText"
        let before = try await browser.value(shown)
        try await browser.value("location.reload()")
        try await browser.wait("document.querySelector('.live')?.dataset.connection === 'open'")
        #expect(try await browser.value(shown) == before)
      }
    }

    @Test("The page reports that a server is gone, and that it has ended") func lost() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        preview.server.end()
        try await browser.wait("document.querySelector('.live').dataset.connection === 'lost'")
        #expect(
          try await browser.value("document.querySelector('.message').textContent").hasPrefix("The preview has ended"))
      }
    }

    @Test("A problem is shown above the last good page, and then removed") func problem() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        preview.server.publish(problem: "note.md:3: The fence that opens here is never closed.")
        try await browser.wait("document.querySelector('.problem').innerText.includes('note.md:3')")
        #expect(try await browser.value("document.querySelector('main').innerText.includes('First words.')") == "true")
        preview.server.publish(problem: nil)
        try await browser.wait("document.querySelector('.problem').offsetHeight === 0")
      }
    }

    @Test("Warnings about the notebook are below the bar for the author, and go") func warnings() async throws {
      try await LiveBrowserTests.withPage { author, preview in
        preview.server.publish(warnings: ["note.md:3: One.", "note.md:5: <b>Two</b>."])
        try await author.wait("document.querySelector('.warnings summary')?.textContent === '2 warnings'")
        let lines = "[...document.querySelectorAll('.warnings li')].map(e => e.textContent).join('|')"
        #expect(try await author.value(lines) == "note.md:3: One.|note.md:5: <b>Two</b>.")
        try await LiveBrowserTests.with(preview, role: .viewer) { viewer in
          let count = try await viewer.value("document.querySelector('.warnings').childElementCount")
          #expect(count == "0")
        }
        preview.server.publish(warnings: [])
        try await author.wait("document.querySelector('.warnings').childElementCount === 0")
      }
    }

    @Test("A line above many cells changes all of them, and the page answers meanwhile") func manyCells() async throws {
      let cells = (4...600).map { "```swift\nlet v\($0) = \($0)\n```\n" }.joined(separator: "\n")
      try await LiveBrowserTests.withPage(text + cells) { browser, preview in
        let last = "document.querySelector('#cell-600 .lines').textContent"
        let before = try #require(Int(try await browser.value(last)))
        try preview.show(text.replacing("First words.", with: "First words.\n\nMore words.") + cells, records)
        try await browser.wait("\(last) === '\(before + 2)'")
        let inserted = "```swift\nlet inserted = 0\n```\n\n## Part"
        try preview.show(text.replacing("## Part", with: inserted) + cells, records, states: [600: .failed])
        try await browser.wait("document.getElementById('cell-601')?.dataset.live === 'failed'")
        let numbers = "[...document.querySelectorAll('.cell')].map(e => e.dataset.cell).join()"
        #expect(try await browser.value(numbers) == (1...601).map(String.init).joined(separator: ","))
        #expect(
          try await browser.value("new Set([...document.querySelectorAll('.cell')].map(e => e.id)).size") == "601")
      }
    }

    @Test("Only the content is patched, and blocks of the same text too") func sameText() async throws {
      try await LiveBrowserTests.withPage("Same.\n\nSame.\n\n***\n\n***\n") { browser, preview in
        try preview.show("***\n\nSame.\n\nSame.\n\nSame.\n\n***\n")
        let shown = "[...document.querySelectorAll('main > hr, main > p')].map(e => e.tagName + e.textContent).join()"
        try await browser.wait("\(shown) === 'HR,PSame.,PSame.,PSame.,HR'")
        #expect(try await browser.value("document.getElementById('etude:live-data') !== null") == "true")
      }
    }

    @Test("A walk continues at its position when the page changes") func walk() async throws {
      try await LiveBrowserTests.withPage { browser, preview in
        try await browser.press("w", "n", "n")
        let step = "document.querySelector('.walkbar output').textContent"
        let before = try await browser.value(step)
        try preview.show(text.replacing("First", with: "Next"), records)
        try await browser.wait("document.querySelector('main').textContent.includes('Next words.')")
        #expect(try await browser.value(step) == before)
      }
    }
  }
}
