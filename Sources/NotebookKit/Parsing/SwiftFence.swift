/// The info string of a fence whose code runs: `swift` or `{swift}`.
package struct SwiftFence {
  /// Meaning of a plain `swift` fence: a cell in Etude notebooks, a sample in Quarto documents.
  package enum Dialect: Sendable { case markdown, quarto }

  let info: String

  /// Nil for a fence in any other language.
  init?(info: String, _ dialect: Dialect = .markdown) {
    let word = info.prefix { !$0.isWhitespace && $0 != "," }
    guard word == "swift" && dialect == .markdown || word == "{swift}" || word == "{swift" else { return nil }
    self.info = info
  }

  /// True if the fence contains something that looks like options, as in `{swift echo=false}`.
  var hasAttributes: Bool { info != "{swift}" && info.contains("{") }

  /// True for a fence that does not run but looks as if it did, such as `Swift`, `{.swift}` and `swift{…}`.
  static func resembles(_ info: String) -> Bool {
    let word = info.lowercased().drop { "{. ".contains($0) }.prefix { $0.isLetter }
    return word == "swift" && SwiftFence(info: info) == nil
  }
}
