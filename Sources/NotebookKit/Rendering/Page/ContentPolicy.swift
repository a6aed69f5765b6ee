import Files
import Foundation

/// The Content-Security-Policy of a page: it allows nothing from other servers, and only inline content that we wrote.
package struct ContentPolicy {
  /// Sources of style sheets, of the page and of its frames.
  var styles: [String]
  var scripts: [String]
  /// True if `style` attributes are allowed, because the author's HTML may contain some.
  var allowsStyleAttributes: Bool

  var text: String {
    var directives = [
      "default-src 'none'",
      "img-src data:",
      "media-src data: blob:",
      "style-src-elem " + (styles.isEmpty ? "'none'" : styles.joined(separator: " ")),
      "script-src " + (scripts.isEmpty ? "'none'" : scripts.joined(separator: " ")),
      "base-uri 'none'",
      "form-action 'none'",
    ]
    if allowsStyleAttributes { directives.append("style-src-attr 'unsafe-inline'") }
    return directives.joined(separator: "; ")
  }

  /// The policy of a page that a server changes while it is open: added content may have any style, scripts are only
  /// those of the page, and the page connects only to its server.
  package static func ofServedPage(_ additions: PageAdditions) -> String {
    let scripts =
      PageFiles.shared.scripts.map(\.policySource) + [additions.firstScript, additions.lastScript].map(source)
    return [
      "default-src 'none'", "img-src 'self' data:", "media-src 'self' data: blob:", "style-src 'unsafe-inline'",
      "script-src " + scripts.joined(separator: " "), "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
      "frame-ancestors 'none'",
    ]
    .joined(separator: "; ")
  }

  /// The source expression for exactly this text: its SHA-256.
  static func source(of text: String) -> String { "'sha256-\(ContentHash(Data(text.utf8)).base64)'" }
}
