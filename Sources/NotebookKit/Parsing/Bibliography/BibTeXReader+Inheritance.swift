extension BibTeXReader {
  /// The entries with fields inherited through `crossref`: missing fields, and the other's title as the title of the
  /// whole. One level, as in BibTeX.
  var inheriting: [Entry] {
    let parents = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
    return entries.map { entry in
      guard let key = entry.fields["crossref"], key != entry.key, let parent = parents[key] else { return entry }
      var result = entry
      for (name, value) in parent.fields where name != "crossref" {
        let own = name == "title" ? "booktitle" : name
        if result.fields[own] == nil { result.fields[own] = value }
      }
      return result
    }
  }
}
