extension Notebook {
  /// The labels of figures, tables and sections to which an `@` can refer, each with the text of a reference, and the
  /// keys of works that it can cite.
  package var labels: [(label: String, text: String)] {
    let labels = PagePlan.references(of: self).targets.sorted { $0.key < $1.key }.map { label, target in
      (label, target.text.filled { inlineValues[$0].expression })
    }
    let entries = frontMatter.bibliography.isEmpty ? [:] : Bibliography(of: self).entries
    let works = Citations(of: Set(entries.keys), in: Bibliography(entries)).works
    return labels + works.map { ($0.entry.key, "\($0.mention). \($0.entry.title ?? "")") }
  }
}
