/// The name of a format in which a value can be shown, as in `text/html`.
public struct MIMEType: RawRepresentable, Hashable, Sendable, Codable, CodingKeyRepresentable {
  /// The name itself, lower case, with parameters after a semicolon.
  public let rawValue: String

  /// A type by its registered name; compared letter by letter.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// What a terminal, a log and a screen reader can show. Every bundle should hold it.
  public static let plainText = MIMEType(rawValue: "text/plain")
  /// Markup that the report shows in a sandboxed frame of its own.
  public static let html = MIMEType(rawValue: "text/html")
  /// CommonMark, rendered like the notebook's prose.
  public static let markdown = MIMEType(rawValue: "text/markdown")
  /// A picture; a figure's rendering for light pages.
  public static let png = MIMEType(rawValue: "image/png")
  /// The same picture drawn for dark pages, shown in place of ``png`` when the reader prefers dark.
  public static let darkPNG = MIMEType(rawValue: "image/png;theme=dark")
  /// Sound for the report's audio player.
  public static let wav = MIMEType(rawValue: "audio/wav")
  /// Structured data for whoever reads the report by program.
  public static let json = MIMEType(rawValue: "application/json")
  /// A ``Table``, which the report shows sortable and scrollable.
  public static let table = MIMEType(rawValue: "application/vnd.etude.table+json")
}
