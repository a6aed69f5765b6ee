import CMarkGFM

/// Markdown as cmark understands it: CommonMark with GitHub's tables, strikethrough, task lists, footnotes and bare links.
final class MarkdownDocument {
  private let root: OpaquePointer

  /// - Parameters:
  ///   - markdown: The text; it cannot fail to parse.
  ///   - smartPunctuation: Whether straight quotes, `--` and `...` become typographic ones.
  init(_ markdown: String, smartPunctuation: Bool = false) {
    _ = Self.extensionsAreRegistered
    var options = CMARK_OPT_FOOTNOTES | CMARK_OPT_SOURCEPOS
    if smartPunctuation { options |= CMARK_OPT_SMART }
    let parser = cmark_parser_new(options)
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
    }
    var text = markdown
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) ?? cmark_node_new(CMARK_NODE_DOCUMENT) else {
      fatalError("cmark could not allocate a document.")
    }
    self.root = root
  }

  deinit { cmark_node_free(root) }

  /// The stretches of the document in order: its paragraphs, lists, code blocks, …
  var blocks: [MarkdownNode] { MarkdownNode(root, in: self).children }

  /// All nodes of the document in the order in which they are read.
  var allNodes: [MarkdownNode] {
    var found: [MarkdownNode] = []
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return found }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) {
        found.append(MarkdownNode(node, in: self))
      }
    }
  }

  private static let extensionsAreRegistered: Void = cmark_gfm_core_extensions_ensure_registered()
}

/// A node of a document, which it keeps alive.
struct MarkdownNode {
  private let pointer: OpaquePointer
  private let document: MarkdownDocument

  fileprivate init(_ pointer: OpaquePointer, in document: MarkdownDocument) {
    self.pointer = pointer
    self.document = document
  }

  enum Kind: Equatable {
    case document, blockQuote, paragraph, thematicBreak, htmlBlock, footnoteDefinition
    case list(start: Int?, isTight: Bool)
    case item(isChecked: Bool?)
    case codeBlock(info: String, fence: Fence?)
    case heading(level: Int)
    case table([Alignment])
    case tableRow(isHeader: Bool)
    case tableCell
    case text, softBreak, lineBreak, code, htmlInline, emphasis, strong, strikethrough, footnoteReference
    case link(url: String, title: String)
    case image(url: String, title: String)
    case other
  }

  struct Fence: Equatable {
    var character: Character
    var length: Int
  }

  enum Alignment: Equatable { case none, left, center, right }

  /// From 1, in the text that was parsed.
  var firstLine: Int { Int(cmark_node_get_start_line(pointer)) }
  /// The last line that belongs to the node.
  var lastLine: Int { Int(cmark_node_get_end_line(pointer)) }

  var literal: String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }

  var children: [MarkdownNode] {
    var nodes: [MarkdownNode] = []
    var next = cmark_node_first_child(pointer)
    while let child = next {
      nodes.append(MarkdownNode(child, in: document))
      next = cmark_node_next(child)
    }
    return nodes
  }

  /// The literal text of the node and all below it.
  var plainText: String {
    switch kind {
    case .text, .code, .footnoteReference: literal
    case .softBreak, .lineBreak: " "
    default: children.map(\.plainText).joined()
    }
  }

  var kind: Kind {
    // cmark has no name for the two kinds of footnote nodes.
    let type = cmark_node_get_type(pointer)
    if type == CMARK_NODE_FOOTNOTE_REFERENCE { return .footnoteReference }
    if type == CMARK_NODE_FOOTNOTE_DEFINITION { return .footnoteDefinition }
    return named(String(cString: cmark_node_get_type_string(pointer)))
  }

  private func named(_ name: String) -> Kind {
    switch name {
    case "document": .document
    case "block_quote": .blockQuote
    case "paragraph": .paragraph
    case "thematic_break": .thematicBreak
    case "html_block": .htmlBlock
    case "list": listKind
    case "item": .item(isChecked: nil)
    case "tasklist": .item(isChecked: cmark_gfm_extensions_get_tasklist_item_checked(pointer))
    case "code_block": codeBlockKind
    case "heading": .heading(level: Int(cmark_node_get_heading_level(pointer)))
    case "table": tableKind
    case "table_header": .tableRow(isHeader: true)
    case "table_row": .tableRow(isHeader: false)
    case "table_cell": .tableCell
    case "text": .text
    case "softbreak": .softBreak
    case "linebreak": .lineBreak
    case "code": .code
    case "html_inline": .htmlInline
    case "emph": .emphasis
    case "strong": .strong
    case "strikethrough": .strikethrough
    case "link": .link(url: string(cmark_node_get_url(pointer)), title: string(cmark_node_get_title(pointer)))
    case "image": .image(url: string(cmark_node_get_url(pointer)), title: string(cmark_node_get_title(pointer)))
    default: .other
    }
  }

  private func string(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }

  private var listKind: Kind {
    let isOrdered = cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
    return .list(
      start: isOrdered ? Int(cmark_node_get_list_start(pointer)) : nil,
      isTight: cmark_node_get_list_tight(pointer) != 0)
  }

  private var codeBlockKind: Kind {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    let isFenced = cmark_node_get_fenced(pointer, &length, &offset, &character) != 0
    let fence = Fence(character: Character(Unicode.Scalar(UInt8(bitPattern: character))), length: Int(length))
    return .codeBlock(info: string(cmark_node_get_fence_info(pointer)), fence: isFenced ? fence : nil)
  }

  private var tableKind: Kind {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    guard let alignments = cmark_gfm_extensions_get_table_alignments(pointer) else { return .table([]) }
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
