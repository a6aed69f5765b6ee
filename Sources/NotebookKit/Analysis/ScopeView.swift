/// Part of a scope that one cell sees.
package struct ScopeView: Equatable, Sendable {
  /// The lines that are before the cell's own.
  package var prologue: [String]
  /// The modules that they import, in the order of the notebook.
  package var modules: [String]
  /// True if these are all modules of the scope.
  package var isWhole: Bool
  /// True if one of them was compiled in Swift 6 mode.
  package var holdsSwift6: Bool
  /// The modules of the earlier variables of the names that the cell binds by `guard`.
  var definers: [String: String] = [:]
  /// The types of earlier cells that the cell extends.
  var extendedTypes: Set<String> = []
  /// True if a class of the cell inherits from one whose superclass belongs to another cell.
  var inheritsFromDerivedClass = false
}
