import Foundation
import Testing

/// A headless Chromium, driven by the WebDriver protocol over HTTP.
public final class Browser: Sendable {
  /// True if Debian's `chromium`, `chromium-driver` and `curl` are installed.
  public static let isAvailable = ["chromium", "chromedriver", "curl"].allSatisfy { program in path(of: program) != nil
  }

  private let driver: Process
  private let address: String

  /// The test's comment if they are missing.
  public static let reason: Comment = "needs chromium and chromium-driver"

  /// Starts the driver on a free port, and a window of 1280 by 900.
  public init() async throws {
    driver = Process()
    driver.executableURL = URL(fileURLWithPath: try #require(Self.path(of: "chromedriver")))
    driver.arguments = ["--port=0"]
    let output = Pipe()
    driver.standardOutput = output
    driver.standardError = FileHandle.nullDevice
    try driver.run()
    var text = ""
    while !text.contains("successfully on port") {
      let data = output.fileHandleForReading.availableData
      try #require(!data.isEmpty, "chromedriver ended before it told its port.")
      text += String(decoding: data, as: UTF8.self)
    }
    let port = try #require(text.firstMatch(of: /successfully on port (\d+)/)).output.1
    let base = "http://127.0.0.1:\(port)/session"
    let options: [String: Any] = [
      "args": [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900", "--mute-audio",
        "--autoplay-policy=no-user-gesture-required",
      ]
    ]
    let capabilities: [String: Any] = [
      "browserName": "chrome", "goog:chromeOptions": options,
      "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
    ]
    let body = ["capabilities": ["alwaysMatch": capabilities]]
    let session = try await Self.send("POST", base, body) as? [String: Any]
    address = base + "/" + (try #require(session?["sessionId"] as? String))
  }

  /// Ends the window and the driver.
  public func close() async {
    _ = try? await Self.send("DELETE", address, nil)
    driver.terminate()
  }

  /// Opens a page, and waits until it is loaded.
  public func open(_ page: URL, query: String = "") async throws {
    _ = try await Self.send("POST", address + "/url", ["url": page.absoluteString + query])
  }

  /// The value of a JavaScript expression, as text.
  @discardableResult
  public func value(_ expression: String) async throws -> String {
    let value = try await Self.send(
      "POST", address + "/execute/sync", ["script": "return String(\(expression))", "args": [String]()])
    return value as? String ?? "null"
  }

  /// Waits at most five seconds until an expression is true.
  public func wait(_ expression: String, _ comment: Comment? = nil, at place: SourceLocation = #_sourceLocation)
    async throws
  {
    for _ in 0..<100 {
      if try await value(expression) == "true" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record(comment ?? "\(expression) did not become true.", sourceLocation: place)
  }

  /// Presses keys like a user, on the focused element.
  public func press(_ keys: String...) async throws {
    let actions = keys.flatMap { [["type": "keyDown", "value": $0], ["type": "keyUp", "value": $0]] }
    let body: [String: Any] = ["actions": [["type": "key", "id": "keyboard", "actions": actions] as [String: Any]]]
    _ = try await Self.send("POST", address + "/actions", body)
  }

  /// Clicks on the first element that a selector finds, in its middle.
  public func click(_ selector: String) async throws {
    try await value("document.querySelector('\(selector)')?.scrollIntoView({block: 'center', behavior: 'instant'})")
    let found =
      try await Self.send(
        "POST", address + "/element", ["using": "css selector", "value": selector]) as? [String: String]
    let element = try #require(found?.values.first, "Nothing matches \(selector).")
    _ = try await Self.send("POST", address + "/element/\(element)/click", [String: String]())
  }

  /// A command of Chromium's own protocol.
  public func command(_ name: String, _ parameters: [String: Any]) async throws {
    _ = try await Self.send("POST", address + "/goog/cdp/execute", ["cmd": name, "params": parameters])
  }

  /// The window's content as a PNG.
  public func screenshot() async throws -> Data {
    let text = try await Self.send("GET", address + "/screenshot", nil) as? String
    return try #require(text.flatMap { Data(base64Encoded: $0) })
  }

  /// The page's log and refused requests since the last call.
  public func console() async throws -> [String] {
    let entries = try await Self.send("POST", address + "/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
    return entries.compactMap { $0["message"] as? String }
  }

  /// The addresses that were requested since the last call, `data:` ones left out.
  public func requests() async throws -> [String] {
    let entries = try await Self.send("POST", address + "/se/log", ["type": "performance"]) as? [[String: Any]] ?? []
    return entries.compactMap { entry in
      guard let text = entry["message"] as? String,
        let whole = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
        let message = whole["message"] as? [String: Any], message["method"] as? String == "Network.requestWillBeSent",
        let parameters = message["params"] as? [String: Any], let request = parameters["request"] as? [String: Any],
        let url = request["url"] as? String, !url.hasPrefix("data:")
      else { return nil }
      return url
    }
  }

  // MARK: Protocol

  private static func send(_ method: String, _ address: String, _ body: [String: Any]?) async throws -> Any? {
    // Foundation's URLSession on Linux does not take the driver's answers; curl does.
    var arguments = ["-s", "--max-time", "60", "-X", method, "-H", "Content-Type: application/json"]
    let input = try body.map { try JSONSerialization.data(withJSONObject: $0) }
    if input != nil { arguments += ["--data-binary", "@-"] }
    let curl = Process()
    curl.executableURL = URL(fileURLWithPath: try #require(path(of: "curl")))
    curl.arguments = arguments + [address]
    let (question, output) = (Pipe(), Pipe())
    curl.standardInput = question
    curl.standardOutput = output
    try curl.run()
    if let input { try question.fileHandleForWriting.write(contentsOf: input) }
    try question.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    curl.waitUntilExit()
    let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    if let problem = answer?["value"] as? [String: Any], let name = problem["error"] as? String {
      throw Failure(description: "\(name): \(problem["message"] ?? "")")
    }
    return answer?["value"]
  }

  /// The driver's answer instead of a value.
  struct Failure: Error, CustomStringConvertible { let description: String }

  private static func path(of program: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
