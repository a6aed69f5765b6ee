/// A node of a Markdown document: a block, or an inline element.
package struct MarkdownNode: Equatable, Sendable {
  /// The index of the node in its document.
  package typealias ID = Int

  package internal(set) var id: ID
  /// The parent node; nil for the document itself.
  package internal(set) var parent: ID?
  package internal(set) var kind: Kind
  /// The node's own text; empty for a node with children only. A formula and a reference have theirs as written.
  package internal(set) var literal: String
  /// The first line of the text that belongs to the node, from 1.
  ///
  /// An inline node has the line that cmark reports, which is wrong after a formula of several lines in the same
  /// paragraph; a formula, and a node with a known ``source``, has its own line.
  package internal(set) var firstLine: Int
  /// The last line that belongs to the node.
  package internal(set) var lastLine: Int
  /// The bytes of the text that a code span, a reference, a group of references, a formula, a span, a note or a
  /// shortcode takes, marks included.
  ///
  /// Nil for other nodes, and for rare spans whose position in the text is unknown.
  package internal(set) var source: Range<Int>?
  /// The descendants of this node, in document order.
  package internal(set) var descendants: Range<ID>
  /// The attributes that the author gave the node in braces.
  package internal(set) var attributes: Attributes?
  /// The bytes of the braces; of a span with the bracket before them.
  package internal(set) var attributesSource: Range<Int>?

  package enum Kind: Equatable, Sendable {
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
    case formula(Formula)
    /// An `@` and a word, whether or not there is such a label.
    case crossReference(label: String)
    /// References in brackets.
    case references(ReferenceGroup)
    /// Text in brackets with attributes.
    case span
    case subscripted, superscripted
    /// A footnote within the line.
    case inlineNote
    case shortcode(Shortcode)
    /// Blocks between two lines of colons.
    case div(Div)
    /// Terms and their definitions.
    case definitionList
    case definitionTerm
    case definition(isTight: Bool)
    /// The caption of the enclosing table.
    case tableCaption
    /// A line of colons that closes nothing.
    case strayFence
    /// The blocks of another file.
    case include(Include)
    /// The end of an unclosed element of the author's HTML, with the line at which the element begins.
    ///
    /// It is expected where HTML may leave it out.
    case htmlEnd(name: String, isExpected: Bool)
    /// Mark instead of a substitute until the document is arranged.
    case marker(Substitute)
    case other
  }

  package struct Div: Equatable, Sendable {
    /// False for one that its container or the text ends.
    package var isClosed: Bool
    /// The line of the colons that close it.
    package var closingLine: Int?
    /// The text, if it is not a valid attribute list.
    package var wrongText: String?
  }

  package struct Include: Equatable, Sendable {
    package var path: String
    /// The Markdown of the file without its front matter.
    package var text = ""
    /// The files that the file includes itself, in order.
    package var includes: [Include] = []
    /// The reason why it is missing.
    package var problem: String?
  }

  package struct Fence: Equatable, Sendable {
    package var character: Character
    package var length: Int

    package init(character: Character, length: Int) {
      self.character = character
      self.length = length
    }
  }

  package enum Alignment: Equatable, Sendable { case none, left, center, right }
}

extension MarkdownNode {
  /// The node as part of a text that is on one line of another.
  func moved(toLine line: Int) -> MarkdownNode {
    var node = self
    (node.firstLine, node.lastLine, node.source) = (line, line, nil)
    node.attributesSource = nil
    return node
  }

  /// True for a code block that ends with its own fence, and not with its container or the text.
  ///
  /// - Parameter lines: The lines of the document.
  func isClosed(by fence: Fence, in lines: [Substring]) -> Bool {
    let last = lastLine <= lines.count ? lines[lastLine - 1] : ""
    let closing = last.drop { $0 == " " || $0 == "\t" || $0 == ">" }.reversed().drop { $0 == " " || $0 == "\t" }
    return lastLine > firstLine && closing.count >= fence.length && closing.allSatisfy { $0 == fence.character }
  }
}
