import Foundation
import Live
import NotebookKit
import TestSupport
import Testing

extension LiveBrowserTests {
  @Suite("Lessons on the live page")
  struct LiveLessonTests {
    private static let lesson = """
      # A lesson

      Words.

      ```swift
      //| tags: [exercise]
      // Your turn.
      let answer = 0
      ```

      ```swift
      //| tags: [solution]
      // Your turn.
      let answer = 42
      ```

      """
    private let text = "document.querySelector('.editor textarea')"

    @Test("Viewers follow the presenter's steps until they go their own way, and come back") func following()
      async throws
    {
      try await LiveBrowserTests.withPage(presents: true) { author, preview in
        let step = "document.querySelector('.walkbar output').textContent.replace(/ of.*/, '')"
        #expect(try await author.value(step) == "Step 1")
        try await LiveBrowserTests.with(preview, role: .viewer) { viewer in
          try await viewer.wait("\(step) === 'Step 1'")
          try await author.press("n", "n", "n")
          try await viewer.wait("\(step) === 'Step 4'")
          try await viewer.press("p")
          try await author.press("n")
          try await author.wait("\(step) === 'Step 5'")
          #expect(try await viewer.value(step) == "Step 3")
          try await viewer.click(".live .commands button")
          try await viewer.wait("\(step) === 'Step 5'")
          try await author.value("location.reload()")
          try await author.wait("document.querySelector('.live')?.dataset.connection === 'open'")
          #expect(try await author.value(step) == "Step 5")
          try await author.press("r")
          try await LiveBrowserTests.expect([.run(cell: 1)], preview)
          try await author.press("\u{E00C}")
          try await viewer.wait("!document.documentElement.dataset.walk")
        }
      }
    }

    @Test("A new step above the current one does not move the presenter or viewers") func steps() async throws {
      try await LiveBrowserTests.withPage(presents: true) { author, preview in
        let here = "document.querySelector('.current .n, .current.outputs, .current')?.closest('.cell')?.dataset.cell"
        let step = "document.querySelector('.walkbar output').textContent"
        try preview.show(LiveBrowserTests.notebook, [], states: [0: .queued, 1: .queued, 2: .queued])
        try await author.wait("!document.querySelector('.outputs')")
        try await LiveBrowserTests.with(preview, role: .viewer) { viewer in
          try await author.press("n", "n", "n")
          try await viewer.wait("\(here) === '2'")
          let before = try await author.value(step)
          try preview.show(LiveBrowserTests.notebook, [LiveBrowserTests.records[0]], states: [0: .fresh])
          for browser in [author, viewer] {
            try await browser.wait("!!document.querySelector('.outputs')")
            #expect(try await browser.value(here) == "2")
            #expect(try await browser.value(step) != before)
          }
          #expect(try await viewer.value("document.querySelector('.live .commands button').ariaPressed") == "true")
          try await author.press("n")
          try await viewer.wait("\(step) === '\(try await author.value(step))'")
        }
      }
    }

    @Test("Keys are letters in an exercise while the lesson is walked through") func typingWhileWalking() async throws {
      try await LiveBrowserTests.withPage(Self.lesson, presents: true, states: [0: .fresh]) { browser, _ in
        try await browser.press("n")
        let step = try await browser.value("document.querySelector('.walkbar output').textContent")
        try await browser.value("\(text).focus(), \(text).setSelectionRange(0, 99)")
        try await browser.press("n", " ", "p", "=", "+", "-", "s", "w", "1")
        #expect(try await browser.value("\(text).value") == "n p=+-sw1")
        #expect(try await browser.value("document.querySelector('.walkbar output').textContent") == step)
      }
    }

    @Test("An exercise is edited, run by button and key, and reset") func editing() async throws {
      try await LiveBrowserTests.withPage(Self.lesson, states: [0: .fresh]) { browser, preview in
        #expect(try await browser.value("\(text).labels[0].textContent") == "Exercise: your code")
        try await browser.value("\(text).focus(), \(text).setSelectionRange(27, 28)")
        try await browser.press("7")
        let edited = "// Your turn.\nlet answer = 7"
        #expect(try await browser.value("\(text).value.trimEnd()") == edited)
        #expect(try await browser.value("document.querySelector('.editor .frame pre .k').textContent") == "let")
        try await browser.click(".editor .commands button")
        try await LiveBrowserTests.expect([.edit(cell: 0, source: edited)], preview)
        try await browser.value("\(text).focus()")
        try await browser.value(
          "\(text).dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true}))")
        try await LiveBrowserTests.expect(
          [.edit(cell: 0, source: edited), .edit(cell: 0, source: edited)], preview)
        try await browser.click(".editor .commands button:nth-of-type(2)")
        try await browser.wait("\(text).value.trimEnd() === '// Your turn.\\nlet answer = 0'")
        #expect(preview.commands.last == .reset(cell: 0))
        try await browser.click(".editor .commands button")
        for _ in 0..<100 where preview.commands.count < 4 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(preview.commands.last == .run(cell: 0))
      }
    }

    @Test("Typed text stays when the page changes, and is compared with the solution") func comparing()
      async throws
    {
      try await LiveBrowserTests.withPage(Self.lesson, states: [0: .fresh]) { browser, preview in
        try await browser.value("\(text).focus(), \(text).setSelectionRange(27, 28)")
        try await browser.press("7")
        try preview.show(Self.lesson.replacing("Words.", with: "More\n\nwords."), LiveBrowserTests.records)
        try await browser.wait("document.querySelector('main').innerText.includes('More')")
        #expect(try await browser.value("\(text).value.trimEnd()") == "// Your turn.\nlet answer = 7")
        #expect(try await browser.value("document.activeElement === \(text)") == "true")
        try await browser.click(".editor .commands button:nth-of-type(3)")
        #expect(
          try await browser.value("[...document.querySelectorAll('.comparison tr')].map(r => r.textContent).join('|')")
            == "// Your turn.|− yourslet answer = 7|+ solutionlet answer = 42")
        // The comparison follows what is written, and goes with a reset.
        try await browser.value("\(text).focus(), \(text).setSelectionRange(27, 28)")
        try await browser.press("4", "2")
        let caption = try await browser.value("document.querySelector('.comparison caption').textContent")
        #expect(caption == "Your code equals the solution.")
        try await browser.click(".editor .commands button:nth-of-type(2)")
        try await browser.wait("!document.querySelector('.comparison')")
        #expect(try await browser.value("document.querySelector('.editor [aria-expanded]').ariaExpanded") == "false")
      }
    }

    @Test("The output of an exercise is below its editor") func outputsBelow() async throws {
      try await LiveBrowserTests.withPage(Self.lesson, states: [:]) { browser, preview in
        try preview.show(Self.lesson, [])
        try await browser.wait("!document.querySelector('.outputs')")
        try preview.show(Self.lesson, LiveBrowserTests.records)
        try await browser.wait("!!document.querySelector('[data-exercise] .outputs')")
        let children = "[...document.querySelector('[data-exercise]').children].map(child => child.classList[0])"
        #expect(try await browser.value(children) == "state,code,editor,outputs")
      }
    }

    @Test("An exercise is compared once there is a solution") func laterSolution() async throws {
      let open = Self.lesson.replacing("tags: [solution]", with: "tags: []")
      try await LiveBrowserTests.withPage(open, states: [:]) { browser, preview in
        let compare = "document.querySelector('.editor [aria-expanded]').offsetHeight > 0"
        #expect(try await browser.value(compare) == "false")
        try preview.show(Self.lesson)
        try await browser.wait(compare)
      }
    }

    @Test("Edits are downloaded as Markdown") func downloading() async throws {
      try await LiveBrowserTests.withPage(Self.lesson, states: [:]) { browser, _ in
        try await browser.value(
          "URL.createObjectURL = blob => { blob.text().then(t => window.saved = t); return 'blob:none'; }")
        try await browser.click(".editor .commands button:nth-of-type(4)")
        try await browser.wait("window.saved !== undefined")
        #expect(
          try await browser.value("window.saved")
            == "# A lesson\n\n## Cell 1\n\n```swift\n// Your turn.\nlet answer = 0\n```\n")
      }
    }

    @Test("Viewers see exercises as code") func viewers() async throws {
      try await LiveBrowserTests.withPage(Self.lesson, role: .viewer, states: [:]) { browser, _ in
        let areas = try await browser.value("document.querySelectorAll('textarea').length")
        #expect(areas == "0")
        #expect(try await browser.value("document.querySelector('[data-exercise] .code').open") == "true")
      }
    }
  }
}
