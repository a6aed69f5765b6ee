import Yams

/// Reads the front matter's `packages:` and `sources:`.
enum DependenciesReader {
  /// One package of the list as written, before it is known to make sense.
  private struct Draft {
    var url: String?
    var path: String?
    var requirements: [(key: String, requirement: PackageRequest.Requirement, line: Int)] = []
    var upperBound: (version: String, line: Int)?
    var products: [PackageRequest.Product] = []
    var traits: [String]?
  }

  private static let packageKeys: [YAMLKey<Draft>] = [
    YAMLKey("url", \.url),
    YAMLKey("path", \.path),
    version("from") { .from($0) },
    version("exact") { .exact($0) },
    version("up-to-next-minor-from") { .upToNextMinor(from: $0) },
    YAMLKey("to", \.upperBound) { reader, entry in version(entry, &reader).map { ($0, entry.line) } },
    requirement("branch") { .branch($0) },
    requirement("revision") { .revision($0) },
    YAMLKey("products", \.products) { products($1, &$0) },
    YAMLKey("traits", \.traits) { $0.texts($1) },
  ]

  private struct SourcesDraft {
    var files: [SourcesRequest.Path] = []
    var module: String?
  }

  private static let sourcesKeys: [YAMLKey<SourcesDraft>] = [
    YAMLKey("files", \.files) { paths($1, &$0) },
    YAMLKey("module", \.module) { module($1, &$0) },
  ]

  /// The keys of a package, and those of `sources:`, for completion in editors.
  static var offeredPackageKeys: [NotebookKey] { packageKeys.map { NotebookKey($0) } }
  static var offeredSourcesKeys: [NotebookKey] { sourcesKeys.map { NotebookKey($0) } }

  // MARK: - Packages

  /// A list of packages, or one.
  static func packages(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [PackageRequest] {
    if YAMLValue(entry.node) == .null { return [] }
    let nodes = entry.node.sequence.map(Array.init) ?? [entry.node]
    var requests: [PackageRequest] = []
    for node in nodes {
      guard let mapping = node.mapping else {
        let item = YAMLReader.Entry(key: entry.key, node: node, line: reader.line(of: node) ?? entry.line)
        reader.wrong(item, expected: "a list of packages, each with `url` and a version, or with `path`")
        continue
      }
      let line = reader.line(of: node) ?? entry.line
      guard let request = package(mapping, line: line, &reader) else { continue }
      if let first = requests.first(where: { $0.identity == request.identity }) {
        reader.fail(at: line, .repeated(name: request.identity, firstLine: first.line))
      }
      requests.append(request)
    }
    return requests
  }

  private static func package(
    _ mapping: Node.Mapping, line: Int, _ reader: inout YAMLReader
  ) -> PackageRequest? {
    var draft = Draft()
    let known = reader.errors.count
    for entry in reader.entries(of: mapping) {
      if let key = packageKeys.key(of: entry) {
        key.apply(entry, &draft, &reader)
      } else {
        reader.unknown(entry, place: "key of a package", known: packageKeys.map(\.name))
      }
    }
    guard reader.errors.count == known, let origin = origin(of: draft, line: line, &reader) else { return nil }
    return PackageRequest(origin: origin, products: draft.products, traits: draft.traits, line: line)
  }

  private static func origin(
    of draft: Draft, line: Int, _ reader: inout YAMLReader
  ) -> PackageRequest.Origin? {
    switch (draft.url, draft.path) {
    case (nil, nil): reader.fail(at: line, .noOrigin)
    case (.some, .some): reader.fail(at: line, .twoOrigins)
    case (nil, let path?):
      let key = draft.requirements.first?.key ?? (draft.upperBound == nil ? nil : "to")
      guard let key else { return .folder(path: path) }
      reader.fail(at: line, .requirementOfFolder(key))
    case (let url?, nil):
      guard url.hasPrefix("/") || url.contains(/^[a-z+]+:\/\/.|^[^\/]+@[^\/]+:./) else {
        reader.fail(at: line, .noAddress(url))
        return nil
      }
      return requirement(of: draft, url: url, line: line, &reader).map { .repository(url: url, $0) }
    }
    return nil
  }

  private static func requirement(
    of draft: Draft, url: String, line: Int, _ reader: inout YAMLReader
  ) -> PackageRequest.Requirement? {
    if draft.requirements.count > 1 {
      reader.fail(at: draft.requirements[1].line, .twoRequirements(draft.requirements.map(\.key)))
      return nil
    }
    guard let bound = draft.upperBound else {
      if draft.requirements.isEmpty { reader.fail(at: line, .noRequirement(url: url)) }
      return draft.requirements.first?.requirement
    }
    if case .from(let lower)? = draft.requirements.first?.requirement { return .range(from: lower, to: bound.version) }
    reader.fail(at: bound.line, .upperBoundAlone)
    return nil
  }

  private static func requirement(
    _ name: String, _ make: @escaping @Sendable (String) -> PackageRequest.Requirement
  ) -> YAMLKey<Draft> {
    YAMLKey(name) { entry, draft, reader in
      guard let text = reader.text(entry) else { return }
      if text.isEmpty { return reader.wrong(entry, expected: "a text") }
      draft.requirements.append((name, make(text), entry.line))
    }
  }

  private static func version(
    _ name: String, _ make: @escaping @Sendable (String) -> PackageRequest.Requirement
  ) -> YAMLKey<Draft> {
    YAMLKey(name) { entry, draft, reader in
      if let version = version(entry, &reader) { draft.requirements.append((name, make(version), entry.line)) }
    }
  }

  private static func version(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> String? {
    guard let text = reader.text(entry) else { return nil }
    if text.contains(/^\d+\.\d+\.\d+(-[0-9A-Za-z.\-]+)?(\+[0-9A-Za-z.\-]+)?$/) { return text }
    reader.fail(at: entry.line, .invalidVersion(key: entry.key, version: text))
    return nil
  }

  private static func products(
    _ entry: YAMLReader.Entry, _ reader: inout YAMLReader
  ) -> [PackageRequest.Product]? {
    named(entry, &reader)?.map { PackageRequest.Product(name: $0.name, line: $0.line) }
  }

  // MARK: - Sources

  /// Files and folders: one, a list, or `files:` with the module's name.
  static func sources(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> SourcesRequest? {
    if YAMLValue(entry.node) == .null { return nil }
    var draft = SourcesDraft()
    if let mapping = entry.node.mapping {
      for option in reader.entries(of: mapping) {
        if let key = sourcesKeys.key(of: option) {
          key.apply(option, &draft, &reader)
        } else {
          reader.unknown(option, place: "key of `sources`", known: sourcesKeys.map(\.name))
        }
      }
      if mapping["files"] == nil { reader.wrong(entry, expected: "a mapping with `files`, files and folders of Swift") }
    } else {
      draft.files = paths(entry, &reader) ?? []
    }
    return draft.files.isEmpty ? nil : SourcesRequest(paths: draft.files, module: draft.module, line: entry.line)
  }

  private static func paths(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [SourcesRequest.Path]? {
    named(entry, &reader)?.map { SourcesRequest.Path(path: $0.name, line: $0.line) }
  }

  private static func module(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> String? {
    guard let name = reader.text(entry) else { return nil }
    if SwiftIdentifier.isValid(name), !name.hasPrefix("`") { return name }
    reader.wrong(entry, expected: "the name of a Swift module, as in `Filters`")
    return nil
  }

  /// One text or a list of texts, none empty, each with its line.
  private static func named(
    _ entry: YAMLReader.Entry, _ reader: inout YAMLReader
  ) -> [(name: String, line: Int)]? {
    guard let texts = reader.texts(entry) else { return nil }
    if texts.isEmpty || texts.contains("") {
      reader.wrong(entry, expected: "a string or a list of strings, none of them empty")
      return nil
    }
    let nodes = entry.node.sequence.map(Array.init) ?? []
    return texts.enumerated().map { index, text in
      (text, nodes.indices.contains(index) ? reader.line(of: nodes[index]) ?? entry.line : entry.line)
    }
  }
}

extension YAMLReader {
  /// The notebook's line on which a node begins.
  fileprivate func line(of node: Node) -> Int? { node.mark.map { $0.line + lineOffset } }

  fileprivate mutating func fail(at line: Int, _ problem: PackageProblem) {
    fail(.package(SourceLocation(file: file, line: line), problem))
  }
}
