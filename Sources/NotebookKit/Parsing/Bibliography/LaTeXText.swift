import Foundation

/// Text of a BibTeX file as it is printed: accents and signs of LaTeX as Unicode, other commands without their names.
enum LaTeXText {
  static func plain(_ source: String) -> String {
    var reader = Reader(rest: Substring(source.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
    return reader.read().precomposedStringWithCanonicalMapping
  }

  private struct Reader {
    var rest: Substring
    private var result = ""

    init(rest: Substring) { self.rest = rest }

    mutating func read() -> String {
      while let character = rest.popFirst() {
        switch character {
        case "{", "}": break
        case "~": result += "\u{A0}"
        case "\\": command()
        case "-" where rest.hasPrefix("--"): replace(2, by: "—")
        case "-" where rest.hasPrefix("-"): replace(1, by: "–")
        case "`" where rest.hasPrefix("`"): replace(1, by: "“")
        case "'" where rest.hasPrefix("'"): replace(1, by: "”")
        case "'": result += "’"
        default: result.append(character)
        }
      }
      return result
    }

    private mutating func replace(_ count: Int, by text: String) {
      rest = rest.dropFirst(count)
      result += text
    }

    private mutating func command() {
      guard let first = rest.first else { return }
      guard first.isASCII, first.isLetter else {
        rest.removeFirst()
        if let accent = LaTeXText.accents[first] { return accented(accent) }
        // A line break, a thin blank, or a sign such as `\&`.
        return result += first == "\\" || first == "," || first == " " ? " " : first == "-" ? "" : String(first)
      }
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest[name.endIndex...]
      if name.count == 1, let accent = LaTeXText.letterAccents[first] { return accented(accent) }
      if let sign = LaTeXText.signs[String(name)] { result += sign }
      // A blank ends the name of a command and is not a part of the text.
      if rest.first == " " { rest.removeFirst() }
    }

    /// The next letter, perhaps in braces, with an accent.
    private mutating func accented(_ accent: Unicode.Scalar) {
      rest = rest.drop { $0 == " " || $0 == "{" }
      if rest.hasPrefix("\\i") || rest.hasPrefix("\\j") {
        result.append(rest[rest.index(after: rest.startIndex)])
        rest = rest.dropFirst(2)
      } else if let letter = rest.popFirst() {
        result.append(letter)
      }
      result.unicodeScalars.append(accent)
    }
  }

  private static let accents: [Character: Unicode.Scalar] = [
    "`": "\u{300}", "'": "\u{301}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}", "\"": "\u{308}",
  ]

  private static let letterAccents: [Character: Unicode.Scalar] = [
    "u": "\u{306}", "r": "\u{30A}", "H": "\u{30B}", "v": "\u{30C}", "c": "\u{327}", "k": "\u{328}", "d": "\u{323}",
    "b": "\u{331}",
  ]

  private static let signs = [
    "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "textendash": "–", "textemdash": "—",
    "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "ldots": "…",
    "dots": "…", "textellipsis": "…", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "texttrademark": "™",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "textasciitilde": "~", "textbackslash": "\\",
  ]
}
