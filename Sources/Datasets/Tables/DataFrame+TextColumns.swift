public import Tables

extension DataFrame: TextColumns {
  /// The texts of a column, nil for a missing value; nil if no column has the name.
  public func texts(inColumn name: String) -> [String?]? { containsColumn(name) ? self[name].texts : nil }
}
