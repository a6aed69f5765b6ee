import Foundation

/// Output of SwiftPM when it failed, read for the reason.
struct PackageFailure {
  let output: String
  let requests: [PackageRequest]
  /// The notebook's name in messages.
  let file: String
  /// The folder of the build, which no message shows.
  let workspace: URL
  /// The toolchain's version, as in `6.3.1`.
  var installedVersion = "older"

  /// An address that could not be fetched, if that is the reason; whether it exists is not in SwiftPM's words.
  var unreachableAddress: String? {
    if let match = output.firstMatch(of: /(?m)Failed to clone repository (\S+):$/) { return String(match.output.1) }
    guard output.contains(/error: (Git command|Couldn.t fetch|Failed to fetch|could not fetch)|error: .*timed out/)
    else { return nil }
    return output.matches(of: /(?m)^(?:Fetching|Updating) (\S+)$/).last.map { String($0.output.1) }
  }

  /// The package with a branch or revision that is not there.
  var missingReference: (name: String, location: String)? {
    output.firstMatch(of: /could not find (?:a branch named|the commit|a revision) ?[‘'"](.+?)[’'"] in (\S+)/)
      .map { (String($0.output.1), String($0.output.2)) }
  }

  /// The package without a suitable version.
  var packageWithoutVersion: String? {
    output.firstMatch(of: /no versions of '(.+?)' match the requirement/).map { String($0.output.1) }
  }

  /// The product that a package does not have.
  var missingProduct: (name: String, package: String)? {
    output.firstMatch(of: /product '(.+?)' required by package .*? not found in package '(.+?)'/)
      .map { (String($0.output.1), String($0.output.2)) }
  }

  /// The reason, as far as SwiftPM's message reveals it.
  func error() -> DependencyError {
    if let match = output.firstMatch(of: /'([^'\s]+)' \S+ contains incompatible tools version \((.+?)\)/) {
      return newerToolchain(package: match.output.1, needs: match.output.2)
    }
    if let match = output.firstMatch(of: /package '(.+?)' is using Swift tools version (\S+) but the installed/) {
      return newerToolchain(package: match.output.1, needs: match.output.2)
    }
    if let match = output.firstMatch(of: /multiple similar targets '(.+?)'.* appear in package '(.+?)' and '(.+?)'/) {
      return sameName("module", match.output.1, in: [match.output.2, match.output.3])
    }
    // The second quote of a name is a curly one.
    if let match = output.firstMatch(of: /multiple packages \((.+)\) declare (\w+) with a conflicting name: '(.+?)['’]/)
    {
      // Each name is followed by its location: 'one' (at '/folder/one'), 'two' (from 'https://…').
      let packages = match.output.1.matches(of: /'([^'\/]+)['’] \((?:at|from)/).map(\.output.1)
      return sameName(match.output.2 == "products" ? "library" : "module", match.output.3, in: packages)
    }
    if let match = output.firstMatch(of: /cyclic dependency (?:declaration found: |between packages )(.+)/) {
      let names = match.output.1.split(separator: " -> ").map(String.init).filter { $0 != PackageManifest.library }
      let place = names.compactMap { request(named: $0) }.first
      return error(at: place, .cycle(names))
    }
    if let name = packageWithoutVersion {
      return error(at: request(named: name), .noVersion(package: name, requirement: requirement(of: name), newest: nil))
    }
    if let (name, location) = missingReference {
      return error(
        at: request(named: location),
        .noBranchOrRevision(name: name, package: PackageRequest.identity(of: location)))
    }
    let compilerErrors = diagnostics()
    if !compilerErrors.isEmpty {
      let name = compilerErrors.compactMap { package(ofFile: $0) }.first
      return error(
        at: name.flatMap { request(named: $0) },
        .doesNotCompile(package: name, messages: compilerErrors.map(withoutWorkspace)))
    }
    let lines = output.split(separator: "\n").map(String.init)
    let errors = lines.filter { $0.hasPrefix("error: ") }.map { String($0.dropFirst(7)) }
    let messages = Array(errors.isEmpty ? lines.suffix(5) : errors.prefix(5)).map(withoutWorkspace)
      .map { $0.replacing(/\h\(compiled with: .*\)/, with: "") }
    let named = requests.first { request in messages.contains { $0.lowercased().contains("'\(request.identity)'") } }
    return error(at: named, .unresolved(messages: messages))
  }

  // MARK: - Parts of the words

  func error(at request: PackageRequest?, _ problem: DependencyError.Problem) -> DependencyError {
    DependencyError(SourceLocation(file: file, line: request?.line ?? requests.first?.line ?? 1), problem)
  }

  /// The request that a name, address or path of SwiftPM's means; nil for a package that only other packages use.
  func request(named name: some StringProtocol) -> PackageRequest? {
    let identity = PackageRequest.identity(of: String(name))
    return requests.first { $0.location == name || $0.identity == identity }
  }

  private func newerToolchain(package: Substring, needs: Substring) -> DependencyError {
    let needed = needs.hasSuffix(".0") ? String(needs.dropLast(2)) : String(needs)
    return error(
      at: request(named: package),
      .newerToolchain(package: String(package), needs: needed, installed: installedVersion))
  }

  private func sameName(_ kind: String, _ name: Substring, in packages: [Substring]) -> DependencyError {
    let names = packages.map(String.init).sorted()
    // The later one was added by a reader.
    let place = requests.last { request in names.contains { request.identity == $0.lowercased() } }
    return error(at: place, .sameName(kind: kind, name: String(name), packages: names))
  }

  private func requirement(of name: String) -> String {
    guard case .repository(_, let requirement)? = request(named: name)?.origin else {
      return "what the other packages ask for"
    }
    return switch requirement {
    case .exact(let version): "`exact: \(version)`"
    case .from(let version): "`from: \(version)`"
    case .upToNextMinor(let version): "`up-to-next-minor-from: \(version)`"
    case .range(let lower, let upper): "`from: \(lower)` and `to: \(upper)`"
    case .branch(let name): "`branch: \(name)`"
    case .revision(let name): "`revision: \(name)`"
    }
  }

  /// The first errors of the compiler, each once, as `file:line:column: error: message`.
  private func diagnostics() -> [String] {
    var seen: [String] = []
    for match in output.matches(of: /(?m)^(\/\S.*?:\d+:\d+: (?:fatal )?error: .*)$/) {
      let line = String(match.output.1)
      if !seen.contains(line) { seen.append(line) }
    }
    let shown = seen.prefix(3)
    return shown + (seen.count > 3 ? ["… and \(seen.count - 3) more"] : [])
  }

  /// The package whose folder contains the file at the start of a message.
  private func package(ofFile message: String) -> String? {
    if let range = message.range(of: "/.build/checkouts/") {
      return message[range.upperBound...].split(separator: "/").first.map(String.init)
    }
    return requests.first { request in
      guard case .folder(let path) = request.origin else { return false }
      return message.contains("/" + PackageRequest.lastComponent(of: path) + "/")
    }?.identity
  }

  private func withoutWorkspace(_ message: String) -> String {
    message.replacing(workspace.path + "/.build/checkouts/", with: "").replacing(workspace.path + "/", with: "")
      .replacing("'\(workspace.lastPathComponent)': ", with: "")
      .replacing("'\(workspace.lastPathComponent.lowercased())': ", with: "")
  }
}

extension PackageRequest {
  fileprivate static func lastComponent(of path: String) -> String {
    URL(filePath: path).standardizedFileURL.lastPathComponent
  }
}
