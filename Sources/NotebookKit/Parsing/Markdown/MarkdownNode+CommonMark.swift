import CMarkGFM

extension MarkdownNode.Kind {
  /// The kind of a node of cmark's tree, addresses and info strings as cmark has them.
  init(_ node: OpaquePointer) {
    switch CommonMarkNodeType(node) {
    case .document: self = .document
    case .blockQuote: self = .blockQuote
    case .list: self = Self.list(node)
    case .item: self = .item(isChecked: nil)
    case .taskListItem: self = .item(isChecked: cmark_gfm_extensions_get_tasklist_item_checked(node))
    case .codeBlock: self = Self.codeBlock(node)
    case .htmlBlock: self = .htmlBlock
    case .paragraph: self = .paragraph
    case .heading: self = .heading(level: Int(cmark_node_get_heading_level(node)))
    case .thematicBreak: self = .thematicBreak
    case .footnoteDefinition: self = .footnoteDefinition
    case .text: self = .text
    case .softBreak: self = .softBreak
    case .lineBreak: self = .lineBreak
    case .code: self = .code
    case .htmlInline: self = .htmlInline
    case .emphasis: self = .emphasis
    case .strong: self = .strong
    case .link:
      self = .link(url: String(orEmpty: cmark_node_get_url(node)), title: String(orEmpty: cmark_node_get_title(node)))
    case .image:
      self = .image(url: String(orEmpty: cmark_node_get_url(node)), title: String(orEmpty: cmark_node_get_title(node)))
    case .footnoteReference: self = .footnoteReference
    case .table: self = Self.table(node)
    case .tableHeader: self = .tableRow(isHeader: true)
    case .tableRow: self = .tableRow(isHeader: false)
    case .tableCell: self = .tableCell
    case .strikethrough: self = .strikethrough
    case nil: self = .other
    }
  }

  private static func list(_ node: OpaquePointer) -> Self {
    let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return .list(
      start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil, isTight: cmark_node_get_list_tight(node) != 0)
  }

  private static func codeBlock(_ node: OpaquePointer) -> Self {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    let isFenced = cmark_node_get_fenced(node, &length, &offset, &character) != 0
    let fence = MarkdownNode.Fence(
      character: Character(Unicode.Scalar(UInt8(bitPattern: character))), length: Int(length))
    return .codeBlock(info: String(orEmpty: cmark_node_get_fence_info(node)), fence: isFenced ? fence : nil)
  }

  private static func table(_ node: OpaquePointer) -> Self {
    let count = Int(cmark_gfm_extensions_get_table_columns(node))
    guard let alignments = cmark_gfm_extensions_get_table_alignments(node) else { return .table([]) }
    return .table(
      (0..<count).map { column in
        switch UInt8(alignments[column]) {
        case UInt8(ascii: "l"): .left
        case UInt8(ascii: "c"): .center
        case UInt8(ascii: "r"): .right
        default: .none
        }
      })
  }
}

extension String {
  /// The text of a C string; empty if there is none.
  init(orEmpty text: UnsafePointer<CChar>?) { self = text.map { String(cString: $0) } ?? "" }
}
