public import Tables

extension DataFrame: TextColumns {
  /// The texts of a column, nil where a value is missing; nil when no column has the name.
  public func texts(inColumn name: String) -> [String?]? { containsColumn(name) ? self[name].texts : nil }
}
