import CMarkGFM

/// The types of cmark's nodes, by cmark's names.
///
/// Names instead of numbers: the numbers of extensions are assigned at registration, and a task list's item differs
/// from other items only in its name.
enum CommonMarkNodeType: String {
  // MARK: Blocks
  case document
  case blockQuote = "block_quote"
  case list
  case item
  case codeBlock = "code_block"
  case htmlBlock = "html_block"
  case paragraph
  case heading
  case thematicBreak = "thematic_break"
  case footnoteDefinition = "footnote_definition"

  // MARK: Parts of lines
  case text
  case softBreak = "softbreak"
  case lineBreak = "linebreak"
  case code
  case htmlInline = "html_inline"
  case emphasis = "emph"
  case strong
  case link
  case image
  case footnoteReference = "footnote_reference"

  // MARK: Extensions
  case table
  case tableHeader = "table_header"
  case tableRow = "table_row"
  case tableCell = "table_cell"
  case strikethrough
  case taskListItem = "tasklist"

  /// Nil for a type that no extension of ours creates.
  init?(_ node: OpaquePointer) {
    // cmark has names in its XML for the two kinds of footnote nodes, but here it does not know them.
    switch cmark_node_get_type(node) {
    case CMARK_NODE_FOOTNOTE_DEFINITION: self = .footnoteDefinition
    case CMARK_NODE_FOOTNOTE_REFERENCE: self = .footnoteReference
    default: self.init(rawValue: String(cString: cmark_node_get_type_string(node)))
    }
  }
}
