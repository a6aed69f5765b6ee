import Foundation

/// The kind of page.
package enum PageSurroundings: Sendable {
  /// A file contains everything it shows, has its own policy and may be opened anywhere.
  case file
  /// A server that changes the page while it is open, and sends the policy itself.
  case server(PageAdditions)

  var additions: PageAdditions? { if case .server(let additions) = self { additions } else { nil } }
}

/// The additions of a server to a page.
package struct PageAdditions: Sendable {
  package var style: String
  /// Runs before the page's own scripts.
  package var firstScript: String
  /// Runs after the page's own scripts.
  package var lastScript: String
  /// Elements between the tool bar and the content.
  package var header: String
  /// Stores an image or a sound, and returns the address at which the page finds it.
  package var address: @Sendable (_ data: Data, _ type: String) -> String

  package init(
    style: String, firstScript: String, lastScript: String, header: String,
    address: @escaping @Sendable (_ data: Data, _ type: String) -> String
  ) {
    self.style = style
    self.firstScript = firstScript
    self.lastScript = lastScript
    self.header = header
    self.address = address
  }
}
