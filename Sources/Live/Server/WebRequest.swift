import Foundation

/// A request to the server in the form that routes receive.
package struct WebRequest: Equatable, Sendable {
  package enum Method: String, Sendable { case get = "GET", post = "POST" }

  /// Nil for any other method.
  package var method: Method?
  /// The decoded path, from `/`.
  package var path: String
  /// The first value of each name.
  package var query: [String: String]
  /// Values by name in lower case.
  package var headers: [String: String]
  package var body: Data

  package init(
    _ method: Method?, _ path: String, query: [String: String] = [:], headers: [String: String] = [:],
    body: Data = Data()
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The value that the client keeps under a name.
  package func cookie(_ name: String) -> String? {
    for pair in (headers["cookie"] ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, parts[0] == name { return parts[1] }
    }
    return nil
  }
}
