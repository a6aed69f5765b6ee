import Files
import Foundation

/// The only code that knows the format of `swiftc -frontend -dump-parse -dump-ast-format json`, which follows the
/// toolchain: top-level items with their kind, names and position, before any type is checked.
///
/// Ranges in the dump end where the last token begins; ``SwiftSource`` finds where it ends. Nodes of `#if` branches are
/// missing, and so are ranges of expressions.
package enum SyntaxDump {
  /// The items of `source` as the dump of that source lists them, in order.
  ///
  /// - Throws: ``UnreadableDump`` if `json` is not such a dump.
  package static func items(of json: Data, source: String) throws(UnreadableDump) -> [TopLevelItem] {
    guard let root = tree(json), root["_kind"]?.string == "source_file" else { throw UnreadableDump() }
    // A file without code has no list of items.
    guard let nodes = root["items"]?.array else { return [] }
    let swift = SwiftSource(source)
    let bytes = Array(source.utf8)
    var items: [TopLevelItem] = []
    for node in nodes {
      guard let kind = node["_kind"]?.string, let range = try range(of: node, in: swift) else { continue }
      let text = String(decoding: bytes[range], as: UTF8.self)
      if kind == "var_decl" {
        // A variable follows the binding that declares it.
        guard let name = name(of: node), let last = items.indices.last else { continue }
        items[last].names.append(DeclaredName(name: name, kind: .variable, signature: ""))
      } else if kind == "top_level_code_decl" {
        items.append(statement(node, range: range, text: text, bytes: bytes))
      } else if kind == "import_decl" {
        items.append(TopLevelItem(kind: .importing, range: range, text: text))
      } else {
        var item = TopLevelItem(kind: .declaration, range: range, text: text)
        // Operators cannot be imported by name; they come with their module.
        if let name = name(of: node), let importKind = importKinds[kind], !isOperator(node) {
          item.names = [DeclaredName(name: name, kind: importKind, signature: signature(of: kind, text: text))]
        } else {
          item.contribution = contribution(node, kind: kind, text: text)
        }
        items.append(item)
      }
    }
    return items
  }

  private typealias Node = JSON

  private static let importKinds: [String: DeclaredName.Kind] = [
    "func_decl": .function, "struct_decl": .structure, "class_decl": .class, "enum_decl": .enumeration,
    "protocol": .protocol, "typealias": .typeAlias,
  ]

  /// The nodes of a dump. The compiler lists the requirements of `protocol P where …` twice under one name;
  /// Foundation's reader drops one of them.
  private static func tree(_ json: Data) -> JSON? {
    for json in [json, endingAttributedTypes(json)] {
      if let tree = try? JSON(parsing: json) { return tree }
      guard let nodes = try? JSONSerialization.jsonObject(with: json) else { continue }
      return (try? JSONSerialization.data(withJSONObject: nodes)).flatMap { try? JSON(parsing: $0) }
    }
    return nil
  }

  // MARK: - Reading nodes

  /// - Throws: ``UnreadableDump`` if the range is not one of `source`.
  private static func range(of node: Node, in source: SwiftSource) throws(UnreadableDump) -> Range<Int>? {
    guard let start = node["range"]?["start"]?.integer, let end = node["range"]?["end"]?.integer else { return nil }
    // Attributes and modifiers precede the range in the dump; that of `@name` begins at its sign.
    let attributes = (node["attrs"]?.array ?? []).compactMap { $0["range"]?["start"]?.integer }
    var first = min(start, attributes.min() ?? start)
    guard first >= 0, start <= end, end <= source.bytes.count else { throw UnreadableDump() }
    // For `@freestanding` it begins after that word, and for an operator after `infix`.
    if first > 0, source.bytes[first - 1] == UInt8(ascii: "@") { first -= 1 }
    if node["_kind"]?.string?.hasSuffix("_operator_decl") ?? false {
      first = source.code.last { $0.range.upperBound <= first }?.range.lowerBound ?? first
    }
    return first..<max(start, source.endOfToken(at: end))
  }

  private static func name(of node: Node) -> String? { node["name"]?["base_name"]?["name"]?.string }

  private static func isOperator(_ node: Node) -> Bool { node["name"]?["base_name"]?["is_operator"] == .boolean(true) }

  /// Contribution to later cells of a declaration without a scoped import.
  private static func contribution(_ node: Node, kind: String, text: String) -> Contribution {
    var result = Contribution()
    guard kind == "extension_decl" else {
      result.isOperatorFunction = kind == "func_decl"
      result.isPrecedenceGroup = kind == "precedence_group_decl"
      result.words = name(of: node).map { [$0] } ?? []
      result.hasUnnamedUses = result.words.allSatisfy(Contribution.isCalledWithoutName)
      return result
    }
    let source = SwiftSource(text)
    // The extended type is written as in the source, `[Note]` or `Note<Int>.Pitch`.
    result.extendedType = (node["extended_type"]?.string).map { String($0.prefix { $0 != "." && $0 != "<" }) } ?? ""
    result.inheritedTypes = source.inheritedTypes
    for member in node["members"]?.array ?? [] where member["_kind"]?.string != "pattern_binding_decl" {
      if let name = name(of: member) {
        result.words.append(name)
        if Contribution.isCalledWithoutName(name) { result.hasUnnamedUses = true }
      } else {
        result.hasUnnamedUses = true
      }
    }
    // The dump omits code in `#if` branches.
    if source.code.contains(where: { $0.kind == .directive }) { result.hasUnnamedUses = true }
    return result
  }

  /// Distinguishes two functions of one name: the text between the name and the body, with normalised white space.
  private static func signature(of kind: String, text: String) -> String {
    guard kind == "func_decl", let open = text.firstIndex(of: "(") else { return "" }
    let body = text.firstIndex(of: "{") ?? text.endIndex
    guard open < body else { return "" }
    return text[open..<body].split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func statement(_ node: Node, range: Range<Int>, text: String, bytes: [UInt8]) -> TopLevelItem {
    var item = TopLevelItem(kind: .statement, range: range, text: text)
    guard let element = node["body"]?["elements"]?.array?.first, let kind = element["_kind"]?.string else {
      return item
    }
    item.awaits = awaits(element, bytes: bytes)
    item.endsWithSemicolon = element["trailing_semi"] == .boolean(true)
    switch kind {
    case "pattern_binding_decl":
      item.kind = .binding
      if text.hasPrefix("async ") { item.awaits = true }
    case "guard_stmt":
      item.kind = .guarding
      item.names = (element["conditions"]?.array ?? []).flatMap { patternNames($0["pattern"]) }.map {
        DeclaredName(name: $0, kind: .variable, signature: "")
      }
    case _ where kind.hasSuffix("_expr"):
      let parts = element["elements"]?.array ?? []
      let isAssignment = kind == "assign_expr" || parts.contains { $0["_kind"]?.string == "assign_expr" }
      item.kind = isAssignment ? .statement : .expression
    default: break
    }
    return item
  }

  /// The names that a pattern binds, at any depth.
  private static func patternNames(_ value: Node?) -> [String] {
    switch value {
    case .array(let list): return list.flatMap(patternNames)
    case .object(let object):
      if value?["_kind"]?.string == "pattern_named" { return value.flatMap(name).map { [$0] } ?? [] }
      return object.members.sorted { $0.name < $1.name }.flatMap { patternNames($0.value) }
    default: return []
    }
  }

  /// True if code awaits, closures and nested functions left out: those await when they are called.
  private static func awaits(_ value: Node, bytes: [UInt8]) -> Bool {
    if case .array(let list) = value { return list.contains { awaits($0, bytes: bytes) } }
    guard case .object(let node) = value else { return false }
    switch node["_kind"]?.string {
    case "await_expr": return true
    case "closure_expr", "func_decl", "class_decl", "struct_decl", "enum_decl": return false
    case "for_each_stmt":
      // The dump does not tell `for await` from `for`.
      if let start = value["range"]?["start"]?.integer, bytes.indices.contains(start) {
        let head = String(decoding: bytes[start..<min(start + 40, bytes.count)], as: UTF8.self)
        if head.firstMatch(of: /^for\s+(try\s+)?await\b/) != nil { return true }
      }
    default: break
    }
    return node.members.contains { $0.name != "processed_init" && awaits($0.value, bytes: bytes) }
  }
}

/// The compiler's dump has an unknown format.
package struct UnreadableDump: Error, CustomStringConvertible {
  package var description: String {
    "The compiler's dump of its syntax cannot be read. Rewrite the code, or install the toolchain that Etude was "
      + "built with."
  }
}
