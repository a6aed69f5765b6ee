extension DocumentationIndex {
  /// The documentation of a name: of a function with or without its labels, of a type, or of a member, with or without
  /// its type and a dot.
  ///
  /// If nothing has the name, case and underscores do not count: `mel_spectrogram` is `MelSpectrogram`.
  ///
  /// - Throws: ``DocumentationError/unknown(name:similar:)``.
  package func documentation(of name: String) throws(DocumentationError) -> Documentation {
    let name = name.filter { $0 != "`" && !$0.isWhitespace }
    let found = symbols(named: name)
    guard !found.isEmpty else { throw .unknown(name: name, similar: similar(to: name)) }
    // The members of a requested type.
    let paths = Set(found.map(\.path))
    let members = symbols.filter { symbol in
      let type = symbol.pathWithoutLabels.dropLast(symbol.name.count + 1)
      return !type.isEmpty && paths.contains(String(type))
    }
    return Documentation(name: name, entries: found.map(\.entry), members: members.map(\.entry))
  }

  private func symbols(named name: String) -> [Symbol] {
    let exact = symbols.filter { $0.path == name || $0.pathWithoutLabels == name }
    if !exact.isEmpty { return exact }
    if name.isEmpty { return [] }
    let members = symbols.filter { symbol in
      symbol.name == name || symbol.path.hasSuffix("." + name) || symbol.pathWithoutLabels.hasSuffix("." + name)
    }
    if !members.isEmpty { return members }
    let plain = Self.plain(name)
    let whole = symbols.filter { Self.plain($0.pathWithoutLabels) == plain }
    return whole.isEmpty ? symbols.filter { Self.plain($0.name) == plain } : whole
  }

  /// Names similar to a misspelt one, the likeliest first.
  private func similar(to name: String) -> [String] {
    let plain = Self.plain(name)
    guard plain.count > 1 else { return [] }
    var ranked: [(rank: Int, path: String)] = []
    var known: Set<String> = []
    for symbol in symbols where known.insert(String(symbol.pathWithoutLabels)).inserted {
      if let rank = rank(of: symbol, for: plain) { ranked.append((rank, String(symbol.pathWithoutLabels))) }
    }
    let best = ranked.sorted { ($0.rank, $0.path.count, $0.path) < ($1.rank, $1.path.count, $1.path) }
    return best.prefix(Self.mostSimilar).map(\.path)
  }

  private static let mostSimilar = 6

  /// The distance of a symbol from a word: smaller is more similar; nil if they are too different.
  private func rank(of symbol: Symbol, for word: String) -> Int? {
    let name = Self.plain(symbol.name)
    let isMember = symbol.path.contains(".")
    if name.hasPrefix(word) { return isMember ? 1 : 0 }
    if word.count > 2, name.contains(word) { return isMember ? 3 : 2 }
    if name.count > 3, word.contains(name) { return isMember ? 5 : 2 }
    if abs(name.count - word.count) < 3, word.count > 3, Self.areOneSlipApart(name, word) { return isMember ? 3 : 1 }
    let summary = symbol.entry.summary.lowercased()
    if word.count > 3, summary.split(whereSeparator: { !$0.isLetter }).contains(where: { $0.hasPrefix(word) }) {
      return isMember ? 6 : 4
    }
    return nil
  }

  /// True if one insertion, deletion, substitution or swap of letters turns one word into the other.
  private static func areOneSlipApart(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    let prefix = zip(a, b).prefix { $0 == $1 }.count
    let suffix = zip(a.dropFirst(prefix).reversed(), b.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    let (left, right) = (a[prefix..<(a.count - suffix)], b[prefix..<(b.count - suffix)])
    return left.count <= 1 && right.count <= 1 || left.count == 2 && left.elementsEqual(right.reversed())
  }

  private static func plain(_ name: some StringProtocol) -> String { name.lowercased().filter { $0 != "_" } }
}

extension DocumentationIndex.Symbol {
  fileprivate var entry: Documentation.Entry {
    Documentation.Entry(declaration: declaration, comment: comment, module: module)
  }
}
