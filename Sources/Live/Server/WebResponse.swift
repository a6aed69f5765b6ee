import Foundation

/// An answer of the server in the form that routes create.
package struct WebResponse: Sendable {
  package enum Body: Sendable {
    case data(Data)
    case file(OpenFile, Range<Int>)
    /// Bytes as they come; the connection stays open until the stream ends.
    case stream(AsyncStream<Data>)
  }

  package var status: Int
  package var headers: [String: String]
  package var body: Body

  package init(status: Int = 200, headers: [String: String] = [:], body: Body = .data(Data())) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A page.
  package static func html(_ html: Data, policy: String) -> WebResponse {
    WebResponse(
      headers: ["Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy], body: .data(html))
  }

  /// A sentence for people.
  package static func text(_ text: String, status: Int) -> WebResponse {
    WebResponse(
      status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .data(Data((text + "\n").utf8)))
  }
}
