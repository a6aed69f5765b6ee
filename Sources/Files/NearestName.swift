/// The known name that is most similar to a mistyped one.
package enum NearestName {
  /// The candidate with the fewest edits, if there are at most two edits or a third of the name.
  ///
  /// Case, hyphens and underscores do not count. Of equally similar candidates, the first wins.
  package static func of(_ name: String, in candidates: [String]) -> String? {
    let plain = normalized(name)
    let limit = max(2, plain.count / 3)
    var best: (candidate: String, edits: Int)?
    for candidate in candidates {
      let other = normalized(candidate)
      guard abs(other.count - plain.count) <= limit else { continue }
      let edits = edits(plain, other)
      guard edits <= limit, edits < max(plain.count, other.count) else { continue }
      if best.map({ edits < $0.edits }) ?? true { best = (candidate, edits) }
    }
    return best?.candidate
  }

  /// The candidates with the fewest edits, at most three of them, with at most a third of the name edited.
  package static func all(_ name: String, in candidates: [String]) -> [String] {
    let plain = normalized(name)
    var best: (candidates: [String], edits: Int) = ([], max(1, plain.count / 3))
    for candidate in candidates where candidate != name && !best.candidates.contains(candidate) {
      let other = normalized(candidate)
      guard abs(other.count - plain.count) <= best.edits else { continue }
      let edits = edits(plain, other)
      guard edits <= best.edits, edits < max(plain.count, other.count) else { continue }
      if edits < best.edits { best = ([], edits) }
      best.candidates.append(candidate)
    }
    return Array(best.candidates.prefix(3))
  }

  private static func normalized(_ name: String) -> [Character] {
    name.lowercased().filter { $0 != "-" && $0 != "_" }.prefix(64).map { $0 }
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal string alignment).
  private static func edits(_ a: [Character], _ b: [Character]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [Int](repeating: i, count: b.count + 1)
      for j in 1...b.count {
        let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        current[j] = min(previous[j] + 1, current[j - 1] + 1, substitution)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], beforePrevious[j - 2] + 1)
        }
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
