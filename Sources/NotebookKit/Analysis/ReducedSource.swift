/// A cell's source without declarations that a later cell has replaced, for a new interface.
///
/// The code of the cell stays unchanged; only what later cells see of it is reduced.
struct ReducedSource {
  /// The removal of a declaration from an interface.
  ///
  /// The ways are tried in this order.
  enum Method: CaseIterable {
    /// It is blanked, together with the statements, which declare nothing. Values get the types that the compiler found, and
    /// no initial values: without the declaration they might be computed by another one of its name, and have another type.
    case typed
    /// It is blanked, and values are computed as they were, for types that cannot be written.
    case blanked
    /// It is removed, but default implementations stay for the types to which the cell gives conformances.
    case blankedForOthers
    /// It yields to the later one if both are possible, for a cell whose own declarations use it.
    case disfavored
  }

  private(set) var source: String
  private(set) var items: [TopLevelItem] = []

  /// - Parameter hidden: The keys of the declarations that later cells have replaced.
  init(_ cell: String, items: [TopLevelItem], hiding hidden: Set<String>, _ method: Method) {
    let swift = SwiftSource(cell)
    var bytes = swift.bytes
    var insertions: [(place: Int, text: [UInt8])] = []
    let yielding = Array("@_disfavoredOverload ".utf8)
    var kept: [String] = []
    for item in items {
      let replaced = item.replaceable.filter { hidden.contains($0.key) }
      switch method {
      case .typed, .blanked, .blankedForOthers:
        if method == .blankedForOthers {
          kept += replaced.filter { $0.kind == .defaultImplementation }.map { item.with(member: $0, in: bytes) }
        }
        let isGone =
          item.kind == .statement || item.kind == .expression
          || !replaced.isEmpty && replaced.count == item.replaceable.count && replaced[0].kind != .member
        if isGone {
          Self.blank(item.range, of: swift, in: &bytes)
          continue
        }
        for declaration in replaced where declaration.kind != .conformance && declaration.kind != .member {
          Self.blank(declaration.range, of: swift, in: &bytes)
        }
        Self.rewriteConformances(of: item, without: hidden, in: &bytes)
        if method == .typed { insertions += Self.typing(item, of: swift, in: &bytes) }
      case .disfavored:
        if replaced.contains(where: { $0.kind == .operatorSyntax }) {
          Self.blank(item.range, of: swift, in: &bytes)
          continue
        }
        insertions += replaced.filter { item.isCalled(as: $0.kind) }.map { ($0.range.lowerBound, yielding) }
      }
      // Without it, the type would have another layout, or lack a requirement of one of its protocols.
      insertions += replaced.filter { $0.kind == .member }.map { ($0.range.lowerBound, yielding) }
      self.items.append(item)
    }
    for insertion in insertions.sorted(by: { $0.place > $1.place }) {
      bytes.insert(contentsOf: insertion.text, at: insertion.place)
    }
    func moved(_ place: Int) -> Int {
      place + insertions.reduce(0) { $1.place < place ? $0 + $1.text.count : $0 }
    }
    for index in self.items.indices {
      let range = self.items[index].range
      self.items[index].range = moved(range.lowerBound)..<moved(range.upperBound)
    }
    source = String(decoding: bytes, as: UTF8.self)
    if !kept.isEmpty {
      let types = Self.conformingTypes(of: items).map { "extension \($0): \(Self.marker) {}" }
      source += (["", "@_marker protocol \(Self.marker) {}"] + types + kept).joined(separator: "\n")
    }
  }

  /// The protocol of the types that keep replaced default implementations.
  fileprivate static let marker = "CellConformance"

  /// The types to which a cell may give conformances, except subclasses, which inherit them from the superclass.
  private static func conformingTypes(of items: [TopLevelItem]) -> [String] {
    let own = items.flatMap(\.names)
    let classes = Set(own.filter { $0.kind == .class }.map(\.name))
    let subclasses = Set(items.flatMap(\.inheritances).filter { classes.contains($0.superclass) }.map(\.name))
    let declared = own.filter { [.structure, .class, .enumeration].contains($0.kind) }.map(\.name)
    let extended = items.filter { $0.contribution?.inheritedTypes.isEmpty == false }.compactMap(\.extendedType)
    return Set(declared + extended).subtracting(subclasses).sorted()
  }

  /// The operators and precedence groups of a cell, if some of them are replaced: its own functions still need those.
  static func operators(of items: [TopLevelItem], hiding hidden: Set<String>) -> String? {
    let syntax = items.filter { $0.replaceable.contains { $0.kind == .operatorSyntax } }
    guard syntax.contains(where: { $0.replaceable.contains { hidden.contains($0.key) } }) else { return nil }
    return syntax.map(\.text).joined(separator: "\n")
  }

  /// Blanks the initial value of a binding.
  ///
  /// - Returns: Its replacement, and the type behind the name unless there is one.
  private static func typing(
    _ item: TopLevelItem, of source: SwiftSource, in bytes: inout [UInt8]
  ) -> [(place: Int, text: [UInt8])] {
    guard item.kind == .binding, let type = item.valueType else { return [] }
    let code = source.code.filter { item.range.contains($0.range.lowerBound) }
    guard let equals = code.firstIndex(where: { $0.kind == .assignment }), equals + 1 < code.count, equals > 0 else {
      return []
    }
    let value = code[equals + 1].range.lowerBound..<item.range.upperBound
    blank(value, in: &bytes)
    let hasType = code[..<equals].contains { $0.kind == .colon }
    let annotation = hasType ? [] : [(code[equals - 1].range.upperBound, Array(": \(type)".utf8))]
    return annotation + [(value.lowerBound, Array("{ Swift.fatalError() }()".utf8))]
  }

  /// Blanks a declaration or a statement, and the semicolon that ends it.
  private static func blank(_ range: Range<Int>, of source: SwiftSource, in bytes: inout [UInt8]) {
    blank(range, in: &bytes)
    let next = source.code.partitioningIndex { $0.range.lowerBound >= range.upperBound }
    guard next < source.code.count, source.code[next].kind == .semicolon else { return }
    blank(source.code[next].range, in: &bytes)
  }

  private static func blank(_ range: Range<Int>, in bytes: inout [UInt8]) {
    for place in range where bytes[place] != UInt8(ascii: "\n") { bytes[place] = UInt8(ascii: " ") }
  }

  /// Keeps only the protocols after an extended type that are not replaced.
  private static func rewriteConformances(of item: TopLevelItem, without hidden: Set<String>, in bytes: inout [UInt8]) {
    let conformances = item.replaceable.filter { $0.kind == .conformance }
    let kept = conformances.filter { !hidden.contains($0.key) }
    guard kept.count < conformances.count, let first = conformances.first, let last = conformances.last,
      let colon = bytes[..<first.range.lowerBound].lastIndex(of: UInt8(ascii: ":"))
    else { return }
    let list = kept.map { String(decoding: bytes[$0.range], as: UTF8.self) }.joined(separator: ", ")
    blank(colon..<last.range.upperBound, in: &bytes)
    guard !kept.isEmpty else { return }
    // The rest is never longer than the list was.
    let text = Array((": " + list).utf8).prefix(last.range.upperBound - colon)
    bytes.replaceSubrange(colon..<colon + text.count, with: text)
  }
}

extension TopLevelItem {
  /// True for a declaration of a kind that is resolved among several at its use.
  fileprivate func isCalled(as replaceable: ReplaceableDeclaration.Kind) -> Bool {
    switch replaceable {
    case .overload, .defaultImplementation: true
    case .variable: kind == .binding
    case .member, .type, .macro, .operatorSyntax, .conformance: false
    }
  }

  /// The extension with only one of its members, for types of the cell.
  fileprivate func with(member: ReplaceableDeclaration, in bytes: [UInt8]) -> String {
    let head = text.prefix { $0 != "{" }
    let source = SwiftSource(String(head))
    let isConditional = source.code.contains { source.text(of: $0) == "where" }
    let condition = (isConditional ? "," : "where") + " Self: \(ReducedSource.marker)"
    return "\(head)\(condition) { @_disfavoredOverload \(String(decoding: bytes[member.range], as: UTF8.self)) }"
  }
}
