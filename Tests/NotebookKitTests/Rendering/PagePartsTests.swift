import Display
import Foundation
import NotebookKit
import Testing

@Suite("Pages in parts, for a server")
struct PagePartsTests {
  private let additions = PageAdditions(
    style: "p{}", firstScript: "let first", lastScript: "let last", header: "<p>bar</p>",
    address: { "/output/\($0.count)/\($1)" })

  private func parts(
    _ text: String, _ records: [CellRecord] = [], states: [Int: CellLiveState] = [:],
    previousOutputs: [Int: [CellOutput]] = [:]
  ) throws -> PageParts {
    ReportRenderer(for: .server(additions))
      .parts(of: try report(text, records), states: states, previousOutputs: previousOutputs)
  }

  @Test("The blocks of a file's page, put together, are its content") func whole() throws {
    let text = "---\ntitle: T\n---\nOne.\n\n- a\n\n  ```swift\n  1\n  ```\n\n## Two\n\n---\n\n---\n\n```swift\n2\n```\n"
    let blocks = ReportRenderer().parts(of: try report(text, [])).blocks
    #expect(blocks.count == 6)
    #expect(Set(blocks.map(\.name)).count == 6)
    #expect(try html(text).contains(blocks.map(\.html).joined()))
  }

  @Test("The regions of a page are in it without blank lines between") func regions() throws {
    let text = "---\ntitle: T\nparams: {a: 1}\n---\n\n## One\n\n## Two\n\n```swift\n1\n```\n"
    let failure = CellOutput.failure(CellFailure(kind: .thrown, summary: "No"))
    let parts = ReportRenderer().parts(of: try report(text, [CellRecord(status: .failed, outputs: [failure])]))
    let regions = [PageParts.Region.contents, .title, .failures].map { parts.regions[$0] ?? "" }
    #expect(regions.allSatisfy { $0.hasPrefix("<") && $0.hasSuffix(">\n") })
    #expect(
      parts.opening.hasSuffix(
        "<div class=\"page\">\n\(regions[0])<main id=\"etude:content\" tabindex=\"-1\">\n\(regions[1])\(regions[2])"))
  }

  @Test("A cell keeps its name when others are added above it, unless its source changes") func names() throws {
    func names(_ text: String) throws -> [String] { try parts(text).blocks.map(\.name) }
    let (one, two) = ("```swift\n1\n```\n", "```swift\n//| label: fig-a\n2\n```\n")
    #expect(try names(two + "\n" + one) == names(one + "\n" + two).reversed())
    #expect(try names(two) == names(two.replacing("\n2", with: "\n3")))
    #expect(try names(one) != names(one.replacing("\n1", with: "\n3")))
  }

  @Test("Blocks that an element of the author's own HTML holds together are one") func rawHTML() throws {
    let text = "---\nhtml: raw\n---\n\n<section>\n\nOne.\n\n```swift\n1\n```\n\n</section>\n\nTwo.\n"
    let blocks = try parts(text).blocks
    #expect(blocks.count == 2)
    #expect(blocks[0].html.contains("One.") && blocks[0].html.contains("</section>") && blocks[0].cells == ["cell-1"])
    #expect(blocks[1].html == "<p>Two.</p>\n")
  }

  @Test("The page of a server has its additions, and no policy, clock or extra data") func additionsAreThere()
    throws
  {
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let bundle = MIMEBundle(plainText: "x").adding(png, as: .png).adding(Data([1]), as: MIMEType(rawValue: "audio/ogg"))
    var running = try report("```swift\n1\n```\n", [CellRecord(status: .running, outputs: [.result(bundle)])])
    running.isRunning = true
    let parts = ReportRenderer(for: .server(additions)).parts(of: running)
    let opening = parts.opening
    #expect(opening.contains("</header>\n<p>bar</p>\n<div class=\"page\">"))
    #expect(!opening.contains("http-equiv") && !opening.contains("banner running"))
    #expect(opening.contains("<style>p{}</style>"))
    let scripts = parts.closing
    #expect(scripts.contains("<script>let first</script>") && scripts.contains("<script>let last</script>"))
    #expect(parts.blocks[0].html.contains("src=\"/output/\(png.count)/image/png\""))
    #expect(!parts.blocks[0].html.contains("base64"))
    #expect(!parts.blocks[0].html.contains("had begun and not ended"))
  }

  static let states: [(CellLiveState, kind: String, texts: [String])] = [
    (.queued, "queued", ["Queued", "Interrupt"]), (.compiling, "compiling", ["Compiling", "Interrupt"]),
    (
      .running(since: Date(timeIntervalSince1970: 2), progress: 0.256), "running",
      ["Running", "2000", "26 %", "Interrupt"]
    ),
    (.fresh, "fresh", ["Fresh", "Run cell 1"]),
    (
      .stale(reason: "`a` < b changed.", lastRun: 12.5), "stale",
      ["Stale", "`a` &lt; b changed.", "12.50 s", "Run cell 1"]
    ),
    (.failed, "failed", ["Failed", "Run cell 1"]),
    (.kept(from: Date(timeIntervalSince1970: 0)), "kept", ["Kept", "1970-01-01T00:00:00Z", "Run cell 1"]),
  ]

  @Test("Each state has a word, an icon and its possible actions", arguments: states)
  func state(_ state: CellLiveState, _ kind: String, _ texts: [String]) throws {
    let block = try parts("```swift\n1\n```\n", states: [0: state]).blocks[0]
    #expect(block.html.contains("<div class=\"state\" data-state=\"\"></div>"))
    let line = try #require(block.states.first)
    #expect(line.cell == "cell-1" && line.kind == kind)
    for text in texts { #expect(line.html.contains(text)) }
    let icons = try Self.states.map { try parts("```swift\n1\n```\n", states: [0: $0.0]).blocks[0].states[0].html }
      .compactMap { $0.firstMatch(of: /aria-hidden="true">([^<]+)</)?.1 }
    #expect(Set(icons).count == Self.states.count)
  }

  @Test("A cell that does not run has no Run button") func evalFalse() throws {
    let block = try parts("```swift\n//| eval: false\n1\n```\n", states: [0: .fresh]).blocks[0]
    #expect(block.states.first?.html.contains("button") == false)
  }

  @Test("A failed cell still shows its earlier output") func previous() throws {
    let failure = CellOutput.failure(CellFailure(kind: .compileError, summary: "No such name"))
    let block = try parts(
      "```swift\n1\n```\n", [CellRecord(status: .failed, outputs: [failure])],
      previousOutputs: [0: [.stream(.stdout, "before\n")]]
    ).blocks[0]
    let failed = try #require(block.html.range(of: "No such name"))
    let before = try #require(block.html.range(of: "<div class=\"previous\""))
    #expect(failed.upperBound < before.lowerBound && block.html[before.lowerBound...].contains("before"))
  }

  @Test("Parameters are controls on the page of a server, whose shape does not depend on their values")
  func controls() throws {
    let text = """
      ---
      params:
        s: {value: 0.5, label: "A <b>", min: 0, max: 1}
        n: 3
        c: {value: y, choices: [x, y]}
        b: true
        t: 'say "x"'
        l: [1, 2]
      ---

      """
    let controls = try #require(try parts(text).regions[.controls])
    for element in [
      "<label for=\"etude:parameter-s\">A &lt;b&gt;</label>",
      "type=\"range\" id=\"etude:parameter-s\" data-parameter=\"s\" min=\"0\" max=\"1\" step=\"0.01\" value=\"0.5\"",
      "type=\"number\" id=\"etude:parameter-n\" data-parameter=\"n\" step=\"1\" value=\"3\"",
      "<option value=\"x\">x</option><option value=\"y\" selected>y</option>",
      "type=\"checkbox\" id=\"etude:parameter-b\" data-parameter=\"b\" checked",
      "value=\"say &quot;x&quot;\"", "value=\"[1, 2]\"",
    ] {
      #expect(controls.contains(element), "\(element)")
    }
    let shape = /data-shape="([^"]*)"/
    var changed = try report(text, [])
    changed.parameters[0].value = .number(0.75)
    let other = try #require(ReportRenderer(for: .server(additions)).parts(of: changed).regions[.controls])
    #expect(other != controls && other.firstMatch(of: shape)?.1 == controls.firstMatch(of: shape)?.1)
    #expect(try parts("Text.\n").regions[.controls] == "")
  }
}
