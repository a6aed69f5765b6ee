/// The name of a format of a value, as in `text/html`.
///
/// ```swift
/// let bundle = MIMEBundle(plainText: "a square").adding("<svg></svg>", as: .svg)
/// ```
public struct MIMEType: RawRepresentable, Hashable, Sendable, Codable, CodingKeyRepresentable {
  /// The name itself, lower case, with parameters after a semicolon.
  public let rawValue: String

  /// A type by its registered name; compared letter by letter.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Plain text for terminals, logs and screen readers. Every bundle should hold it.
  public static let plainText = MIMEType(rawValue: "text/plain")
  /// Markup that the report shows in a separate sandboxed frame.
  public static let html = MIMEType(rawValue: "text/html")
  /// CommonMark, rendered like the notebook's prose.
  public static let markdown = MIMEType(rawValue: "text/markdown")
  /// An image; of a figure, the rendering for light pages.
  public static let png = MIMEType(rawValue: "image/png")
  /// A version of the image for dark pages, shown instead of ``png`` when the reader prefers dark.
  public static let darkPNG = MIMEType(rawValue: "image/png;theme=dark")
  /// A photograph.
  public static let jpeg = MIMEType(rawValue: "image/jpeg")
  /// A drawing that stays sharp at every size.
  public static let svg = MIMEType(rawValue: "image/svg+xml")
  /// A version of the drawing for dark pages, shown instead of ``svg`` when the reader prefers dark.
  public static let darkSVG = MIMEType(rawValue: "image/svg+xml;theme=dark")
  /// Sound for the report's audio player.
  public static let wav = MIMEType(rawValue: "audio/wav")
  /// Structured data for programs that read the report.
  public static let json = MIMEType(rawValue: "application/json")
  /// A formula in TeX, with or without the dollar signs around it.
  public static let latex = MIMEType(rawValue: "text/latex")
  /// A ``Table``, which the report shows sortable and scrollable.
  public static let table = MIMEType(rawValue: "application/vnd.etude.table+json")
  /// A ``PublishedValue``, which a sweep collects.
  public static let publishedValue = MIMEType(rawValue: "application/vnd.etude.value+json")
}

extension MIMEType {
  /// A sound in any format; a range of types, as HTTP's `Accept` header writes it.
  package static let anyAudio = MIMEType(rawValue: "audio/*")
  /// An image in any format; a range of types.
  package static let anyImage = MIMEType(rawValue: "image/*")

  /// The formats of values from the richest to the plainest; who can show several of a value's formats shows the first.
  ///
  /// ``darkPNG`` and ``darkSVG`` are excluded: they are second renderings and never shown alone.
  package static let richestFirst: [MIMEType] = [
    .wav, .table, .html, .markdown, .png, .anyAudio, .anyImage, .latex, .plainText, .json,
  ]

  /// True for the second rendering of an image, for dark pages.
  package var isDark: Bool { self == .darkPNG || self == .darkSVG }

  /// True if `type` is this type, or is in this range of types.
  package func includes(_ type: MIMEType) -> Bool {
    rawValue.hasSuffix("/*") ? type.rawValue.hasPrefix(rawValue.dropLast()) : type == self
  }
}
