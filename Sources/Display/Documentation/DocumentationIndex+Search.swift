extension DocumentationIndex {
  /// The documentation of a name: of a function with or without its labels, of a type, or of a member, with or without
  /// its type and a dot.
  ///
  /// If nothing has the name, it is looked up among the calls of other libraries, and then without case and underscores:
  /// `mel_spectrogram` is `MelSpectrogram`. The last part of a name with dots is enough, as that of
  /// `librosa.feature.rms`. At last, comments that mention the name count.
  ///
  /// - Throws: ``DocumentationError/unknown(name:similar:)``.
  package func documentation(of name: String) throws(DocumentationError) -> Documentation {
    let name = name.filter { $0 != "`" && !$0.isWhitespace }
    let lastName = name.split(separator: ".").last.map(String.init) ?? name
    let exact = symbols(named: name)
    if !exact.isEmpty { return documentation(name, of: exact) }
    let calls = knownCalls(of: lastName)
    if !calls.isEmpty {
      let here = calls.flatMap(\.here).uniqued().flatMap { symbols(at: $0) }
      return documentation(name, counterpart: calls.map(\.sentences).uniqued().joined(separator: "\n"), of: here)
    }
    for name in [name, lastName] {
      let found = symbols(likeName: name)
      if !found.isEmpty { return documentation(name, of: found) }
    }
    let mentioned = symbols(mentioning: lastName)
    guard mentioned.isEmpty || mentioned.count > Self.mostMentioned else { return documentation(name, of: mentioned) }
    throw .unknown(name: name, similar: mentioned.isEmpty ? similar(to: lastName) : Self.paths(mentioned))
  }

  private func documentation(_ name: String, counterpart: String? = nil, of found: [Symbol]) -> Documentation {
    // The members of a requested type.
    let paths = Set(found.map(\.path))
    let members = symbols.filter { symbol in
      let type = symbol.pathWithoutLabels.dropLast(symbol.name.count + 1)
      return !type.isEmpty && paths.contains(String(type))
    }
    return Documentation(
      name: name, counterpart: counterpart, entries: found.map(\.entry), members: members.map(\.entry))
  }

  private func symbols(named name: String) -> [Symbol] {
    let exact = symbols.filter { $0.path == name || $0.pathWithoutLabels == name }
    if !exact.isEmpty || name.isEmpty { return exact }
    return symbols.filter { symbol in
      symbol.name == name || symbol.path.hasSuffix("." + name) || symbol.pathWithoutLabels.hasSuffix("." + name)
    }
  }

  /// The symbols of a path of which some labels may be left out, as in `DataFrame.init(contentsOfCSVFile:)`.
  private func symbols(at path: String) -> [Symbol] {
    let labels = path.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }.split(separator: ":")
    return symbols.filter { symbol in
      guard symbol.pathWithoutLabels == path.prefix(while: { $0 != "(" }) else { return false }
      let own = symbol.path.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }.split(separator: ":")
      return labels.allSatisfy(own.contains)
    }
  }

  private func knownCalls(of name: String) -> [KnownCall] {
    let plain = Self.plain(name)
    let exact = knownCalls.filter { $0.name == name }
    return exact.isEmpty && plain.count > 1 ? knownCalls.filter { Self.plain($0.name) == plain } : exact
  }

  private func symbols(likeName name: String) -> [Symbol] {
    let plain = Self.plain(name)
    let whole = symbols.filter { Self.plain($0.pathWithoutLabels) == plain }
    return whole.isEmpty ? symbols.filter { Self.plain($0.name) == plain } : whole
  }

  /// Symbols whose comments have a name of another library between backticks, as in `librosa.feature.rms`.
  private func symbols(mentioning name: String) -> [Symbol] {
    guard name.count > 1 else { return [] }
    let ends = ["`\(name)`", "`\(name)(", ".\(name)`", ".\(name)("]
    return symbols.filter { symbol in ends.contains { symbol.comment.contains($0) } }
  }

  private static let mostMentioned = 3

  private static func paths(_ symbols: [Symbol]) -> [String] {
    Array(symbols.map { String($0.pathWithoutLabels) }.uniqued().prefix(mostSimilar))
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
    let owner = pathWithoutLabels.dropLast(name.count + 1)
    return Documentation.Entry(
      declaration: declaration, comment: comment, module: module, owner: owner.isEmpty ? nil : String(owner))
  }
}

extension Sequence where Element: Hashable {
  /// The elements without those that came before.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
