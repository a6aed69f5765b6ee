/// Smallest unit of Swift source: its kind and position.
package struct SwiftToken: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// Blanks and line breaks.
    case whiteSpace
    /// `#!/usr/bin/env swift` on the first line.
    case shebang
    case lineComment, blockComment

    /// The quotes and number signs around a string literal.
    ///
    /// Each opening has its closing, which is empty where the line or the source ends before the literal does.
    case stringOpening, stringClosing
    /// Text of a string literal between its delimiters and interpolations, escapes included.
    case stringText
    /// `\(` and the `)` that belongs to it; the latter is empty where the source ends before it.
    case interpolationOpening, interpolationClosing
    /// A regular expression with its delimiters.
    case regex
    case number

    /// A word that is not a keyword, or one that is but is after a dot.
    case identifier
    /// A name between back-ticks.
    case quotedIdentifier
    /// `$0`, `$name`.
    case dollarIdentifier
    /// A word of ``SwiftKeywords/reserved``.
    case keyword
    /// A word of ``SwiftKeywords/contextual``, whether or not it is a keyword in its position.
    case contextualKeyword
    /// `@name`.
    case attribute
    /// `#if`, `#elseif`, `#else`, `#endif`, `#sourceLocation`.
    case directive
    /// Any other `#name`.
    case macro

    /// Operators, by the white space around them.
    case prefixOperator, infixOperator, postfixOperator
    /// A lone `=`.
    case assignment
    /// `->`.
    case arrow
    case dot, comma, colon, semicolon, backslash
    case openingBracket, closingBracket
    /// A character that begins none of the other tokens.
    case unknown
  }

  package var kind: Kind
  /// The position in the source, in bytes of UTF-8.
  package var range: Range<Int>
}

extension SwiftToken.Kind {
  /// True for white space and comments, which the compiler's parser never sees.
  package var isTrivia: Bool {
    switch self {
    case .whiteSpace, .shebang, .lineComment, .blockComment: true
    default: false
    }
  }

  /// True for words that may be names.
  package var isWord: Bool {
    switch self {
    case .identifier, .quotedIdentifier, .dollarIdentifier, .keyword, .contextualKeyword: true
    default: false
    }
  }

  /// True for tokens that open brackets or an interpolation, up to the token that ``closesGroup``.
  package var opensGroup: Bool { self == .openingBracket || self == .interpolationOpening }

  package var closesGroup: Bool { self == .closingBracket || self == .interpolationClosing }
}
