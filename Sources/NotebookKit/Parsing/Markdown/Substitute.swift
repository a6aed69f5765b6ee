/// Something that is taken out of Markdown before cmark reads it, with a placeholder in its place.
package enum Substitute: Equatable, Sendable {
  case formula(Formula)
  /// Attributes in braces, directly behind what they belong to, or at the end of a line.
  case attributes(Attributes, isAttached: Bool, source: String)
  /// The bracket with which a span or a note within the line begins.
  case opening(Bracket)
  /// The bracket with which it ends; a span's with its attributes.
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
