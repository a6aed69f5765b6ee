/// Allow-list of the elements and attributes of HTML that others wrote.
enum HTMLPolicy {
  static let elements: Set = [
    "a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img",
    "ins", "kbd", "li", "main", "mark", "menu", "meter", "nav", "ol", "p", "picture", "pre", "progress", "q", "rb",
    "rp",
    "rt", "rtc", "ruby", "s", "samp", "section", "small", "source", "span", "strike", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "video", "wbr",
  ]
  static let svgElements: Set = [
    "svg", "a", "circle", "clippath", "defs", "desc", "ellipse", "feblend", "fecolormatrix", "fecomponenttransfer",
    "fecomposite", "fegaussianblur", "feflood", "fefunca", "fefuncb", "fefuncg", "fefuncr", "femerge", "femergenode",
    "feoffset", "filter", "g", "image", "line", "lineargradient", "marker", "mask", "metadata", "path", "pattern",
    "polygon", "polyline", "radialgradient", "rect", "stop", "switch", "symbol", "text", "textpath", "title",
    "tspan", "use",
  ]
  static let mathElements: Set = [
    "math", "annotation", "maction", "menclose", "merror", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo",
    "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub",
    "msubsup",
    "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none", "semantics",
  ]
  /// Elements that are removed with their content, which is not text of the page.
  static let removedWithContent: Set = [
    "script", "style", "iframe", "object", "applet", "template", "noscript", "noembed", "noframes", "frameset", "title",
    "head", "textarea", "select", "xmp", "plaintext", "foreignobject", "annotation-xml", "animate", "animatemotion",
    "animatetransform", "set", "metadata",
  ]
  /// Elements that would load something from elsewhere, or lead there.
  static let remote: Set = [
    "iframe", "object", "applet", "embed", "frame", "frameset", "link", "base", "meta", "portal",
  ]

  static let attributes: Set = [
    "abbr", "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "cols", "colspan",
    "controls", "datetime", "dir", "download", "face", "headers", "height", "hidden", "high", "id", "label", "lang",
    "loop", "low", "max", "min", "muted", "open", "optimum", "preload", "reversed", "role", "rows", "rowspan", "rules",
    "scope", "size", "span", "start", "summary", "title", "type", "valign", "value", "width",
  ]
  static let svgAttributes: Set = [
    "baseprofile", "class", "clip-path", "clip-rule", "clippathunits", "color", "color-interpolation",
    "color-interpolation-filters", "cx", "cy", "d", "direction", "display", "dominant-baseline", "dx", "dy",
    "enable-background", "fill", "fill-opacity", "fill-rule", "filter", "filterunits", "flood-color", "flood-opacity",
    "font-family", "font-size", "font-stretch", "font-style", "font-variant", "font-weight", "fr", "fx", "fy",
    "gradienttransform", "gradientunits", "height", "id", "image-rendering", "in", "in2", "k1", "k2", "k3", "k4",
    "lang",
    "lengthadjust", "letter-spacing", "marker-end", "marker-mid", "marker-start", "markerheight", "markerunits",
    "markerwidth", "mask", "maskcontentunits", "maskunits", "mode", "offset", "opacity", "operator", "orient",
    "overflow", "paint-order", "pathlength", "patterncontentunits", "patterntransform", "patternunits", "points",
    "preserveaspectratio", "primitiveunits", "r", "refx", "refy", "result", "role", "rotate", "rx", "ry",
    "shape-rendering", "slope", "spreadmethod", "startoffset", "stddeviation", "stop-color", "stop-opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "tablevalues", "text-anchor", "text-decoration", "text-rendering", "textlength",
    "transform", "transform-origin", "type", "values", "vector-effect", "version", "viewbox", "visibility", "width",
    "word-spacing", "writing-mode", "x", "x1", "x2", "xml:space", "xmlns", "xmlns:xlink", "y", "y1", "y2",
  ]
  static let mathAttributes: Set = [
    "accent", "accentunder", "align", "alttext", "class", "columnalign", "columnlines", "columnspacing", "columnspan",
    "depth", "dir", "display", "displaystyle", "encoding", "fence", "form", "frame", "height", "id", "largeop",
    "linethickness", "lspace", "mathbackground", "mathcolor", "mathsize", "mathvariant", "maxsize", "minsize",
    "movablelimits", "notation", "rowalign", "rowlines", "rowspacing", "rowspan", "rspace", "scriptlevel", "separator",
    "stretchy", "symmetric", "voffset", "width", "xmlns",
  ]

  /// True if an element with this name passes.
  static func allows(_ name: String, _ namespace: HTMLTree.Namespace) -> Bool {
    switch namespace {
    case .html: elements.contains(name)
    case .svg: svgElements.contains(name)
    case .mathML: mathElements.contains(name)
    }
  }

  /// True if an attribute without an address or a style is allowed. `name` never does: by it an element replaces a
  /// property of the document, which the page's own scripts use.
  static func allows(attribute name: String, _ namespace: HTMLTree.Namespace) -> Bool {
    if name.hasPrefix("aria-") { return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D } }
    return switch namespace {
    case .html: attributes.contains(name)
    case .svg: svgAttributes.contains(name)
    case .mathML: mathAttributes.contains(name)
    }
  }
}
