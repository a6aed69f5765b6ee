/// Names of elements by their treatment in an HTML parser.
enum HTMLTagNames {
  static let void: Set = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "image", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
  ]
  /// Elements whose content is always text.
  static let rawText: Set = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]
  /// Elements that the parser copies into the blocks that follow them.
  static let formatting: Set = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
  ]
  /// Elements in which HTML's own rules do not apply.
  static let unusual: Set = ["svg", "math", "select", "template", "frameset", "plaintext"]
  /// Elements in which `svg` and `math` may be skipped.
  static let obscure: Set = ["select", "template", "frameset", "plaintext"]
  /// Elements whose tags end a line of text, so adjacent blanks are not shown.
  static let block: Set = [
    "!doctype", "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "col", "colgroup", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "link", "main",
    "menu",
    "meta", "nav", "ol", "optgroup", "option", "p", "pre", "script", "search", "section", "style", "summary", "table",
    "tbody", "td", "template", "tfoot", "th", "thead", "title", "tr", "ul",
  ]
  static let tableParts: Set = ["td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "caption"]
  /// Elements whose end tags may be omitted before the end of their parent.
  static let implied: Set = [
    "p", "li", "dt", "dd", "option", "optgroup", "rb", "rp", "rt", "rtc", "td", "th", "tr", "tbody", "thead", "tfoot",
    "colgroup",
  ]
  /// Blocks whose end tag closes open elements within them.
  static let closesImplied: Set = [
    "div", "ul", "ol", "dl", "table", "section", "article", "aside", "nav", "header", "footer", "main", "figure",
    "figcaption", "blockquote", "center", "details", "fieldset", "tr", "tbody", "thead", "tfoot", "td", "th",
  ]
  /// Elements that close an open one of the same name, and those that may be open in between.
  static let endsItsLike: [String: Set<String>] = [
    "p": [], "option": [], "li": ["p"], "dt": ["p"], "dd": ["p"], "td": ["p"], "th": ["p"], "tr": ["p", "td", "th"],
    "tbody": ["p", "td", "th", "tr"],
  ]
  /// Elements of images and formulas that contain HTML.
  static let holdsHTML: Set = [
    "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
  ]
  /// HTML elements that end an enclosing image or formula.
  static let breakingOut: Set = [
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "font", "h1",
    "h2",
    "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby",
    "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
  ]
  /// Inline elements.
  private static let phrasing: Set = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "meter", "progress", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var",
  ]

  static func isPhrasing(_ name: String) -> Bool { phrasing.contains(name) }
}
