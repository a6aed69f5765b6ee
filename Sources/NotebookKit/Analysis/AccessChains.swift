/// Separates positions that only read a variable from those that write it, where the compiler's index reports both.
///
/// The index marks `numbers[0]` of a `var` as a read and a write of `numbers`, whether or not it is assigned to. The
/// following tokens decide: the last subscript or property of `grid[0][1]` is only read; that of `grid[0][1] = 2` is
/// written.
struct AccessChains {
  private let source: SwiftSource
  /// The index of each token by its start offset.
  private let tokens: [Int: Int]
  /// The roles of properties and subscripts by their offsets.
  private let accesses: [Int: SymbolOccurrence.Roles]

  /// - Parameter accesses: The roles of properties and subscripts, by their offsets in the source in UTF-8.
  init(_ source: String, accesses: [Int: SymbolOccurrence.Roles]) {
    self.source = SwiftSource(source)
    tokens = Dictionary(
      self.source.code.enumerated().map { ($0.element.range.lowerBound, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    self.accesses = accesses
  }

  /// True if the chain that starts at the name at `offset` is only read; false if unknown.
  func isRead(at offset: Int) -> Bool {
    let code = source.code
    guard var index = tokens[offset] else { return false }
    while true {
      index += 1
      while index < code.count, ["?", "!"].contains(source.text(of: code[index])) { index += 1 }
      if index < code.count, code[index].kind == .dot { index += 1 }
      guard index < code.count, let roles = accesses[code[index].range.lowerBound] else { return false }
      if !roles.contains(.write) { return true }
      if !roles.contains(.read) { return false }
      if code[index].kind.opensGroup { index = end(ofGroup: index) }
    }
  }

  /// The index of the token that closes the group opened at `index`.
  private func end(ofGroup index: Int) -> Int {
    var (depth, index) = (0, index)
    while index < source.code.count {
      if source.code[index].kind.opensGroup { depth += 1 }
      if source.code[index].kind.closesGroup { depth -= 1 }
      if depth == 0 { return index }
      index += 1
    }
    return index
  }
}
