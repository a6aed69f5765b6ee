extension Notebook {
  /// The labels of figures, tables and sections to which an `@` can refer, each with what a reference shows.
  package var labels: [(label: String, text: String)] {
    PagePlan.references(of: self).targets.sorted { $0.key < $1.key }.map { label, target in
      (label, target.text.filled { inlineValues[$0].expression })
    }
  }
}
