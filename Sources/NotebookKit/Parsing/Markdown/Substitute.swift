/// Syntax that is removed from Markdown before cmark reads it, with a placeholder.
package enum Substitute: Equatable, Sendable {
  case formula(Formula)
  /// Attributes in braces, directly after their element, or at the end of a line.
  case attributes(Attributes, isAttached: Bool, source: String)
  /// The opening bracket of an inline span or note.
  case opening(Bracket)
  /// Its closing bracket; a span's with its attributes.
  case closing(Bracket, Attributes?, source: String)
  case references(ReferenceGroup)
  case shortcode(Shortcode)
  /// A mark that means itself.
  case literal(String)
  /// A line of colons.
  case fence(DivFence)

  package enum Bracket: Equatable, Sendable { case span, note, subscripted, superscripted }

  /// The text as its author wrote it.
  var source: String {
    switch self {
    case .formula(let formula): formula.source + (formula.label.map { " {#\($0)}" } ?? "")
    case .attributes(_, _, let source), .closing(_, _, let source): source
    case .opening(.span): "["
    case .opening(.note): "^["
    case .opening(.subscripted): "~"
    case .opening(.superscripted): "^"
    case .references(let group): group.source
    case .shortcode(let shortcode): shortcode.source
    case .literal(let text): text
    case .fence(let fence): fence.source
    }
  }
}
