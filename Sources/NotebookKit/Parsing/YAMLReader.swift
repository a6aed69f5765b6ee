import Files
import Foundation
import Yams

/// Reads the keys of a YAML mapping into a value, collecting errors with the line of each.
struct YAMLReader {
  /// One `key: value`, with the notebook's line of the key.
  struct Entry {
    var key: String
    var node: Node
    var line: Int
  }

  let file: String
  /// Offset from a line of the YAML text to the line in the notebook.
  let lineOffset: Int
  /// True if the YAML is a cell's options, and not front matter.
  private let isCellOptions: Bool
  private(set) var errors: [NotebookError] = []
  /// A value that an alias repeats may hold aliases itself. With this limit, the expansion stays small.
  private static let maximumAliasCount = 24

  init(file: String, lineOffset: Int, isCellOptions: Bool = false) {
    self.file = file
    self.lineOffset = lineOffset
    self.isCellOptions = isCellOptions
  }

  /// The entries of the mapping in `yaml`, in order; empty if it is empty or invalid.
  mutating func entries(of yaml: String) -> [Entry] {
    if Self.aliasCount(yaml) > Self.maximumAliasCount {
      fail(.tooManyAliases(location(1), limit: Self.maximumAliasCount))
      return []
    }
    do {
      guard let root = try Yams.compose(yaml: yaml) else { return [] }
      if case .scalar(let scalar) = root, scalar.string.isEmpty { return [] }
      guard case .mapping(let mapping) = root else {
        let place = location(root.mark?.line ?? 1)
        fail(isCellOptions ? .optionsAreNotAMapping(place) : .frontMatterIsNotAMapping(place))
        return []
      }
      return entries(of: mapping)
    } catch let error as YamlError {
      report(error, in: yaml)
    } catch {
      errors.append(.invalidYAML(location(1), problem: "\(error)"))
    }
    return []
  }

  /// The entries of a mapping below another.
  func entries(of mapping: Node.Mapping) -> [Entry] {
    mapping.map { key, value in
      Entry(key: key.scalar?.string ?? "?", node: value, line: (key.mark?.line ?? 1) + lineOffset)
    }
  }

  mutating func fail(_ error: NotebookError) { errors.append(error) }

  mutating func unknown(_ entry: Entry, place: String, known: [String]) {
    let nearest = NearestName.of(entry.key, in: known)
    fail(
      .unknownKey(
        SourceLocation(file: file, line: entry.line), key: entry.key, place: place, nearest: nearest, known: known))
  }

  mutating func wrong(_ entry: Entry, expected: String, nearest: String? = nil) {
    let place = SourceLocation(file: file, line: entry.line)
    fail(
      .wrongValue(place, key: entry.key, expected: expected, found: Self.describe(entry.node), nearest: nearest))
  }

  // MARK: Typed values

  mutating func boolean(_ entry: Entry) -> Bool? {
    if case .boolean(let value) = YAMLValue(entry.node) { return value }
    wrong(entry, expected: "true or false")
    return nil
  }

  /// A scalar as it is written: `2020` and `true` are text too.
  mutating func text(_ entry: Entry) -> String? {
    if let scalar = entry.node.scalar { return scalar.string }
    wrong(entry, expected: "a text")
    return nil
  }

  mutating func integer(_ entry: Entry) -> Int? {
    if case .integer(let value) = YAMLValue(entry.node) { return value }
    wrong(entry, expected: "a whole number")
    return nil
  }

  /// A finite number.
  mutating func number(_ entry: Entry) -> Double? {
    switch YAMLValue(entry.node) {
    case .integer(let value): return Double(value)
    case .number(let value) where value.isFinite: return value
    default:
      wrong(entry, expected: "a number")
      return nil
    }
  }

  /// One text or a list of texts.
  mutating func texts(_ entry: Entry) -> [String]? {
    if let scalar = entry.node.scalar { return scalar.string.isEmpty ? [] : [scalar.string] }
    if let nodes = entry.node.sequence {
      let texts = nodes.compactMap { $0.scalar?.string }
      if texts.count == nodes.count { return texts }
    }
    wrong(entry, expected: "a string or a list of strings")
    return nil
  }

  mutating func seconds(_ entry: Entry) -> Double? {
    let value: Double? =
      switch YAMLValue(entry.node) {
      case .integer(let seconds): Double(seconds)
      case .number(let seconds): seconds
      default: nil
      }
    if let value, value > 0, value.isFinite { return value }
    wrong(entry, expected: "a positive number of seconds")
    return nil
  }

  mutating func outputCheck(_ entry: Entry) -> OutputCheck? {
    let written = entry.node.scalar?.string ?? ""
    if let check = OutputCheck(text: written) { return check }
    wrong(
      entry, expected: "`exact`, `digits N` with N from 1 to 15, or `skip`",
      nearest: NearestName.of(written, in: ["exact", "skip"]))
    return nil
  }

  /// One of a few words.
  mutating func choice<Value>(_ entry: Entry, _ choices: KeyValuePairs<String, Value>) -> Value? {
    choice(entry, choices.map { ($0.key, $0.value) })
  }

  /// One of a few words, each with its meaning.
  mutating func choice<Value>(_ entry: Entry, _ choices: [(String, Value)]) -> Value? {
    let written = entry.node.scalar?.string ?? ""
    if let match = choices.first(where: { $0.0 == written }) { return match.1 }
    let words = choices.map(\.0)
    let list = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    wrong(entry, expected: list, nearest: NearestName.of(written, in: words))
    return nil
  }

  // MARK: Failures

  private func location(_ yamlLine: Int) -> SourceLocation {
    SourceLocation(file: file, line: yamlLine + lineOffset)
  }

  private mutating func report(_ error: YamlError, in yaml: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
      let line = min(mark.line, max(lines.count, 1))
      let hasTab = lines[safe: line - 1]?.contains("\t") ?? false
      fail(
        hasTab && problem.contains("cannot start")
          ? .tabInYAML(location(line)) : .invalidYAML(location(line), problem: problem))
    case .reader(let problem, _, _, _): fail(.invalidYAML(location(1), problem: problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      for key in duplicates.sorted() { fail(.duplicateKey(secondPlace(of: key, in: yaml, context), key: key)) }
    default: fail(.invalidYAML(location(1), problem: "\(error)"))
    }
  }

  /// Largest number of aliases, as `*name`, that some YAML may have.
  private static func aliasCount(_ yaml: String) -> Int {
    var count = 0
    var previous = UInt8(ascii: " ")
    for byte in yaml.utf8 {
      if byte == UInt8(ascii: "*"), " \t\n[{,:-?".utf8.contains(previous) { count += 1 }
      previous = byte
    }
    return count
  }

  private func secondPlace(of key: String, in yaml: String, _ context: YamlError.Context) -> SourceLocation {
    let places = yaml.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.drop(while: { $0 == " " }).hasPrefix(key + ":") }
    return location(places.count > 1 ? places[1].offset + 1 : context.mark.line)
  }

  /// A value as a message shows it.
  static func describe(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "`\(scalar.string)`"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .alias: "an alias"
    }
  }
}

/// The meaning of a YAML scalar or list, by the core schema of YAML 1.2: `no` and `on` are strings, as in Quarto.
enum YAMLValue: Equatable {
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([YAMLValue])
  case null
  case mapping

  init(_ node: Node) {
    switch node {
    case .scalar(let scalar): self = scalar.style == .plain ? Self.plain(scalar.string) : .text(scalar.string)
    case .sequence(let nodes): self = .list(nodes.map { YAMLValue($0) })
    case .mapping, .alias: self = .mapping
    }
  }

  private static func plain(_ text: String) -> YAMLValue {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    default: number(text) ?? .text(text)
    }
  }

  /// A number in decimal, or a whole one in hexadecimal (`0x…`) or octal (`0o…`).
  static func number(_ text: String) -> YAMLValue? {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where text.hasPrefix(prefix) {
      return Int(text.dropFirst(2), radix: radix).map { .integer($0) }
    }
    if let integer = Int(text) { return .integer(integer) }
    switch text {
    case ".inf", "+.inf": return .number(.infinity)
    case "-.inf": return .number(-.infinity)
    case ".nan": return .number(.nan)
    default: break
    }
    let isNumeric = text.allSatisfy { "0123456789+-.eE".contains($0) } && text.contains { $0.isNumber }
    return isNumeric ? Double(text).map { .number($0) } : nil
  }
}
