/// A line that is not Swift but told an older kernel of Swift notebooks something, as `%install` does.
package struct KernelDirective: Equatable, Sendable {
  package enum Meaning: Equatable, Sendable {
    /// A package; nil if the line does not say it in a way that is known.
    case install(PackageRequest?)
    case include(path: String)
    case system(command: String)
    /// Support for images, which needs no line here.
    case display
    /// A setting for that kernel's installation of packages.
    case packageSetting
    /// A setting of that kernel without an equivalent.
    case setting
    /// A measurement of the time that some code takes.
    case timing
    /// A change of the notebook's working folder.
    case folder(path: String)
    /// A variable of the environment: `NAME=value`.
    case environment(String)
    /// A cell in a language that pages show.
    case markup
  }

  /// The first word, as in `%install`.
  package var name: String
  package var meaning: Meaning
  /// The line in the cell's source, from 0.
  package var line: Int

  /// The directives among the lines of a cell; a line within a string does not count. Blanks may precede a `%`, but not
  /// a `!`, which may start a continued condition.
  package static func all(in source: String) -> [KernelDirective] {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: { directive(in: $0) != nil }) else { return [] }
    let code = Dictionary(SwiftSource(source).code.map { ($0.range.lowerBound, $0.kind) }) { first, _ in first }
    var directives: [KernelDirective] = []
    var offset = 0
    for (index, line) in lines.enumerated() {
      defer { offset += line.utf8.count + 1 }
      guard let text = directive(in: line), let (name, meaning) = read(text) else { continue }
      let place = offset + line.utf8.count - text.utf8.count
      guard let kind = code[place], [.prefixOperator, .infixOperator, .unknown].contains(kind) else { continue }
      directives.append(KernelDirective(name: name, meaning: meaning, line: index))
    }
    return directives
  }

  /// A line from its sign on; nil if it does not start with one.
  private static func directive(in line: Substring) -> Substring? {
    let text = line.drop { $0 == " " || $0 == "\t" }
    return text.hasPrefix("%") || line.hasPrefix("!") ? text : nil
  }

  private static func read(_ line: Substring) -> (name: String, meaning: Meaning)? {
    if let match = line.wholeMatch(of: /(%%?)([A-Za-z_][\w-]*)(?:\s+(.*?))?\s*/) {
      let (sign, word) = (String(match.output.1), String(match.output.2))
      return meaning(of: word, match.output.3.map(String.init) ?? "").map { (sign + word, $0) }
    }
    // `!a is B` is Swift; two words beside each other are not.
    guard let match = line.wholeMatch(of: /!\s*([a-z][\w.\/-]*\s+(?!is\b|as\b|in\b)[\w.\/~$"'-].*)/) else { return nil }
    return ("!", .system(command: String(match.output.1)))
  }

  /// The meaning of the word after the sign; nil for an unknown one, which `prefix operator %` may make valid Swift.
  private static func meaning(of word: String, _ rest: String) -> Meaning? {
    let plain = rest.filter { $0 != "\"" && $0 != "'" }
    return switch word {
    case "install": .install(request(rest))
    case "include", "run", "load": include(plain)
    case "system", "sx", "bash", "sh", "script": .system(command: rest)
    case "ls", "ll", "pwd", "mkdir", "rmdir", "cp", "mv", "rm", "cat", "pip", "conda":
      .system(command: rest.isEmpty ? word : word + " " + rest)
    case "cd", "pushd", "popd": .folder(path: plain)
    case "env", "set_env": .environment(rest)
    case "time", "timeit", "prun": .timing
    case "matplotlib", "pylab": .display
    case "html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG": .markup
    case "autoreload", "load_ext", "reload_ext", "unload_ext", "config", "capture", "reset", "who", "whos", "history",
      "lsmagic", "precision", "writefile", "disableCompletion", "enableCompletion", "disable_completion",
      "enable_completion", "help", "save", "swift-version":
      .setting
    default:
      if word.hasPrefix("install-") { .packageSetting } else { word.hasPrefix("swift_") ? .setting : nil }
    }
  }

  /// Older kernels bring `EnableIPythonDisplay.swift` and its like.
  private static func include(_ path: String) -> Meaning {
    path.contains(/^Enable\w+Display\.swift$/) ? .display : .include(path: path)
  }

  /// The package of `'.package(url: "…", from: "1.0.0")' Product…`.
  private static func request(_ text: String) -> PackageRequest? {
    guard let match = text.wholeMatch(of: /['"]?\s*\.package\((.*)\)\s*['"]?((?:\s+[\w-]+)*)\s*/) else { return nil }
    let arguments = match.output.1
    let products = match.output.2.split(separator: " ").map { PackageRequest.Product(name: String($0), line: 1) }
    if let path = arguments.firstMatch(of: /path:\s*"(.*?)"/)?.output.1 {
      let relative = path.replacing("$cwd/", with: "")
      return PackageRequest(origin: .folder(path: String(relative)), products: products, line: 1)
    }
    guard let url = arguments.firstMatch(of: /url:\s*"(.*?)"/)?.output.1,
      let requirement = requirement(String(arguments))
    else { return nil }
    return PackageRequest(origin: .repository(url: String(url), requirement), products: products, line: 1)
  }

  private static func requirement(_ arguments: String) -> PackageRequest.Requirement? {
    if let match = arguments.firstMatch(of: /"([\d.]+)"\s*\.\.<\s*"([\d.]+)"/) {
      return .range(from: String(match.output.1), to: String(match.output.2))
    }
    guard let match = arguments.firstMatch(of: /(upToNextMinor\(from|from|exact|branch|revision)(?::\s*|\(\s*)"(.*?)"/)
    else { return nil }
    let value = String(match.output.2)
    return switch match.output.1 {
    case "exact": .exact(value)
    case "branch": .branch(value)
    case "revision": .revision(value)
    case "from": .from(value)
    default: .upToNextMinor(from: value)
    }
  }

  // MARK: - What to write instead

  /// A message with the replacement.
  package var advice: String {
    switch meaning {
    case .install(let request?):
      "`%install` belongs to another kernel. Write in the front matter:\npackages:\n" + request.yaml
    case .install(nil):
      "`%install` belongs to another kernel. Write the package in the front matter, under `packages:`, with `url` and "
        + "a version, or with `path`."
    case .include(let path):
      "`%include` belongs to another kernel. Write in the front matter: `sources: \(path)`."
    case .system(let command):
      "`\(name)` belongs to another kernel. Run the command in a shell before the notebook, or with Foundation's "
        + (command.isEmpty ? "`Process`." : "`Process`: `\(command)`.")
    case .display: "`\(name)` belongs to another kernel. Remove it: values and figures are shown automatically."
    case .packageSetting: "`\(name)` belongs to another kernel, and packages need no such setting in Etude. Remove it."
    case .setting: "`\(name)` belongs to another kernel and has no equivalent in Etude. Remove it."
    case .timing:
      "`\(name)` belongs to another kernel. Measure with `ContinuousClock().measure { … }`; the seconds of each cell are "
        + "told by the run."
    case .folder(let path):
      "`\(name)` belongs to another kernel. Cells start in the notebook's folder; change it with Foundation's "
        + "`FileManager.default.changeCurrentDirectoryPath(\(path.isEmpty ? "…" : "\"\(path)\""))`."
    case .environment(let text):
      "`\(name)` belongs to another kernel. Set a variable with Foundation's `\(Self.call(setting: text))`, or read it with "
        + "`ProcessInfo.processInfo.environment`."
    case .markup:
      "`\(name)` belongs to another kernel. Write its text as prose, outside the cell; HTML and mathematics may be "
        + "there."
    }
  }

  /// The call that sets a variable as `NAME=value` or `NAME value` does.
  private static func call(setting text: String) -> String {
    let match = text.wholeMatch(of: /(\w+)(?:\s*=\s*|\s+)(.*)/)
    return match.map { "setenv(\"\($0.output.1)\", \"\($0.output.2.filter { $0 != "\"" })\", 1)" } ?? "setenv(…)"
  }
}

extension PackageRequest {
  /// The package as an element of the front matter's list.
  package var yaml: String {
    var lines: [String]
    switch origin {
    case .folder(let path): lines = ["path: \(path)"]
    case .repository(let url, .exact(let version)): lines = ["url: \(url)", "exact: \(version)"]
    case .repository(let url, .from(let version)): lines = ["url: \(url)", "from: \(version)"]
    case .repository(let url, .upToNextMinor(let version)):
      lines = ["url: \(url)", "up-to-next-minor-from: \(version)"]
    case .repository(let url, .range(let lower, let upper)): lines = ["url: \(url)", "from: \(lower)", "to: \(upper)"]
    case .repository(let url, .branch(let name)): lines = ["url: \(url)", "branch: \(name)"]
    case .repository(let url, .revision(let name)): lines = ["url: \(url)", "revision: \"\(name)\""]
    }
    if !products.isEmpty { lines.append("products: [\(products.map(\.name).joined(separator: ", "))]") }
    return "  - " + lines.joined(separator: "\n    ")
  }
}
