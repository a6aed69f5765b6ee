/// Reads tokens of TeX and writes MathML; a reader of the grammar by recursive descent.
struct MathMLWriter {
  private let tokens: [TeXToken]
  private var position = 0
  private var depth = 0
  private var hasFailed = false
  /// Groups and arguments within one another; a formula that nests deeper stays TeX.
  private static let maximumDepth = 120

  init(_ tokens: [TeXToken]) { self.tokens = tokens }

  /// The whole formula as one row; nil if something in it is not in the subset.
  mutating func formula() -> String? {
    let content = row { _ in false }
    return hasFailed || position < tokens.count ? nil : "<mrow>\(content)</mrow>"
  }

  // MARK: Rows and scripts

  private var next: TeXToken? { position < tokens.count ? tokens[position] : nil }

  private mutating func fail() -> String {
    hasFailed = true
    position = tokens.count
    return ""
  }

  /// Atoms up to a token that ends the row, which is left to the caller.
  private mutating func row(until isEnd: (TeXToken) -> Bool) -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { return fail() }
    var content = ""
    while let token = next, !isEnd(token) {
      if token == .space {
        position += 1
      } else if token == .close || token == .ampersand {
        return fail()
      } else {
        content += scripted()
      }
    }
    return content
  }

  /// An atom with what stands below and above it.
  private mutating func scripted() -> String {
    let start = next
    let base = start == .superscript || start == .subscript ? "<mrow></mrow>" : atom()
    var below: String?
    var above: String?
    var primes = 0
    while let token = next {
      if token == .space, position + 1 < tokens.count, [.superscript, .subscript].contains(tokens[position + 1]) {
        position += 1
      } else if token == .subscript, below == nil {
        position += 1
        below = argument()
      } else if token == .superscript, above == nil {
        position += 1
        above = argument()
      } else if token == .character("'") {
        position += 1
        primes += 1
      } else {
        break
      }
    }
    if primes > 0 {
      above = "<mrow><mo>" + String(repeating: "′", count: primes) + "</mo>\(above ?? "")</mrow>"
    }
    return join(base, below, above, limits: takesLimits(start))
  }

  private func join(_ base: String, _ below: String?, _ above: String?, limits: Bool) -> String {
    switch (below, above) {
    case (let below?, let above?):
      let tag = limits ? "munderover" : "msubsup"
      return "<\(tag)>\(base)\(below)\(above)</\(tag)>"
    case (let below?, nil): return limits ? "<munder>\(base)\(below)</munder>" : "<msub>\(base)\(below)</msub>"
    case (nil, let above?): return limits ? "<mover>\(base)\(above)</mover>" : "<msup>\(base)\(above)</msup>"
    case (nil, nil): return base
    }
  }

  private func takesLimits(_ token: TeXToken?) -> Bool {
    guard case .command(let name)? = token else { return false }
    if name == "underbrace" || name == "overbrace" { return true }
    return TeXSymbols.large[name] != nil || TeXSymbols.functions[name] == true
  }

  /// A braced group or a single atom.
  private mutating func argument() -> String {
    while next == .space { position += 1 }
    guard let token = next, token != .close, token != .ampersand else { return fail() }
    // Of unbraced digits, as in \frac12, an argument takes one.
    if case .character(let digit) = token, digit.isASCII, digit.isNumber {
      position += 1
      return "<mn>\(digit)</mn>"
    }
    return token == .open ? group() : atom()
  }

  private mutating func group() -> String {
    position += 1
    let content = row { $0 == .close }
    guard next == .close else { return fail() }
    position += 1
    return "<mrow>\(content)</mrow>"
  }

  // MARK: Atoms

  private mutating func atom() -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth, let token = next else { return fail() }
    switch token {
    case .open: return group()
    case .command(let name):
      position += 1
      return command(name)
    case .character(let character):
      if ("0"..."9").contains(character) { return number() }
      position += 1
      return symbol(character)
    default: return fail()
    }
  }

  private mutating func number() -> String {
    var digits = ""
    while case .character(let character)? = next, character.isASCII, character.isNumber || character == "." {
      digits.append(character)
      position += 1
    }
    return "<mn>\(digits)</mn>"
  }

  private func symbol(_ character: Character) -> String {
    if character.isLetter { return "<mi>\(String(character).escapedForHTML)</mi>" }
    let text = character == "-" ? "−" : character == "*" ? "∗" : String(character).escapedForHTML
    // Outside \left and \right, fences keep their size.
    return "()[]|/".contains(character) ? "<mo stretchy=\"false\">\(text)</mo>" : "<mo>\(text)</mo>"
  }

  private mutating func command(_ name: String) -> String {
    if let letter = TeXSymbols.greek[name] {
      return name.first?.isUppercase == true ? "<mi mathvariant=\"normal\">\(letter)</mi>" : "<mi>\(letter)</mi>"
    }
    if let text = TeXSymbols.operators[name] { return "<mo stretchy=\"false\">\(text.escapedForHTML)</mo>" }
    // Browsers know where the limits of these stand, in a line and in a displayed formula.
    if let text = TeXSymbols.large[name] ?? TeXSymbols.integrals[name] { return "<mo>\(text)</mo>" }
    if let takesLimits = TeXSymbols.functions[name] {
      return takesLimits
        ? "<mo movablelimits=\"true\" form=\"prefix\" lspace=\"0.167em\" rspace=\"0.167em\">\(name)</mo>"
        : "<mi>\(name)</mi><mo>&#8289;</mo>".row
    }
    if let width = TeXSymbols.spaces[name] { return "<mspace width=\"\(width)\"></mspace>" }
    if let accent = TeXSymbols.accents[name] {
      return "<mover accent=\"true\">\(argument())<mo>\(accent)</mo></mover>"
    }
    if let accent = TeXSymbols.underAccents[name] { return "<munder>\(argument())<mo>\(accent)</mo></munder>" }
    switch name {
    case "frac", "dfrac", "tfrac": return "<mfrac>\(argument())\(argument())</mfrac>"
    case "binom": return binomial()
    case "sqrt": return root()
    case "text", "textrm", "mathrm", "textbf", "textit", "operatorname", "mathit": return upright(name)
    case "mathbb", "mathcal", "mathfrak", "mathbf", "boldsymbol", "mathsf", "mathtt": return styled(name)
    case "left": return fenced()
    case "begin": return environment()
    case "not": return negated()
    case "displaystyle", "textstyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl",
      "Bigr", "nonumber":
      return ""
    default: return fail()
    }
  }

  /// The next relation with a stroke through it.
  private mutating func negated() -> String {
    while next == .space { position += 1 }
    defer { position += 1 }
    switch next {
    case .character("="): return "<mo>≠</mo>"
    case .command("in"): return "<mo>∉</mo>"
    case .character(let character): return "<mo>\(String(character).escapedForHTML)\u{338}</mo>"
    case .command(let name):
      guard let text = TeXSymbols.operators[name] else { return fail() }
      return "<mo>\(text.escapedForHTML)\u{338}</mo>"
    default: return fail()
    }
  }

  private mutating func binomial() -> String {
    "<mo>(</mo><mfrac linethickness=\"0\">\(argument())\(argument())</mfrac><mo>)</mo>".row
  }

  private mutating func root() -> String {
    while next == .space { position += 1 }
    guard next == .character("[") else { return "<msqrt>\(argument())</msqrt>" }
    position += 1
    let degree = row { $0 == .character("]") }
    guard next == .character("]") else { return fail() }
    position += 1
    return "<mroot>\(argument())\(degree.row)</mroot>"
  }

  /// The characters of a braced group as they stand.
  private mutating func rawGroup() -> String? {
    while next == .space { position += 1 }
    guard next == .open else { return nil }
    position += 1
    var text = ""
    while let token = next, token != .close {
      switch token {
      case .space, .command(" "): text += " "
      case .character(let character): text.append(character)
      case .command(let name): text += TeXSymbols.operators[name] ?? TeXSymbols.greek[name] ?? ""
      case .superscript: text += "^"
      case .subscript: text += "_"
      default: return nil
      }
      position += 1
    }
    guard next == .close else { return nil }
    position += 1
    return text
  }

  private mutating func upright(_ name: String) -> String {
    guard let text = rawGroup() else { return fail() }
    let content = text.escapedForHTML
    if name.hasPrefix("text") { return "<mtext>\(content.replacing(" ", with: "\u{A0}"))</mtext>" }
    return name == "operatorname"
      ? "<mi mathvariant=\"normal\">\(content)</mi><mo>&#8289;</mo>".row : "<mi mathvariant=\"normal\">\(content)</mi>"
  }

  private mutating func styled(_ name: String) -> String {
    let text: String
    if case .character(let character)? = next {
      position += 1
      text = String(character)
    } else if let group = rawGroup() {
      text = group
    } else {
      return fail()
    }
    let letters = text.map { TeXSymbols.styled($0, name) }.joined()
    return "<mi mathvariant=\"normal\">\(letters.escapedForHTML)</mi>"
  }

  // MARK: Fences and environments

  private mutating func delimiter() -> String? {
    while next == .space { position += 1 }
    defer { position += 1 }
    switch next {
    case .character("."): return ""
    case .character(let character): return String(character)
    case .command(let name): return TeXSymbols.operators[name]
    default: return nil
    }
  }

  private mutating func fenced() -> String {
    guard let opening = delimiter() else { return fail() }
    let content = row { $0 == .command("right") }
    guard next == .command("right") else { return fail() }
    position += 1
    guard let closing = delimiter() else { return fail() }
    return (fence(opening, "prefix") + content + fence(closing, "postfix")).row
  }

  private func fence(_ text: String, _ form: String) -> String {
    text.isEmpty ? "" : "<mo fence=\"true\" stretchy=\"true\" form=\"\(form)\">\(text.escapedForHTML)</mo>"
  }

  private mutating func environment() -> String {
    guard let name = rawGroup() else { return fail() }
    let fences: [String: (String, String)] = [
      "matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"),
      "Vmatrix": ("‖", "‖"), "cases": ("{", ""), "aligned": ("", ""), "align": ("", ""), "align*": ("", ""),
      "gathered": ("", ""), "array": ("", ""),
    ]
    guard let (opening, closing) = fences[name] else { return fail() }
    if name == "array", rawGroup() == nil { return fail() }
    var rows = ""
    var cells = ""
    while let token = next {
      let content = row { $0 == .ampersand || $0 == .command("\\") || $0 == .command("end") }
      cells += "<mtd>\(content)</mtd>"
      switch next {
      case .ampersand: position += 1
      case .command("\\"):
        position += 1
        rows += "<mtr>\(cells)</mtr>"
        cells = ""
      case .command("end"):
        position += 1
        guard rawGroup() == name else { return fail() }
        if cells != "<mtd></mtd>" { rows += "<mtr>\(cells)</mtr>" }
        let kind = name.hasPrefix("align") ? " class=\"aligned\"" : name == "cases" ? " class=\"cases\"" : ""
        return (fence(opening, "prefix") + "<mtable\(kind)>\(rows)</mtable>" + fence(closing, "postfix")).row
      default: return fail()
      }
      if token == .space, next == nil { break }
    }
    return fail()
  }
}

extension String {
  fileprivate var row: String { "<mrow>\(self)</mrow>" }
}
