import Files
import Foundation
import FoundationNetworking

/// Sends commands to a preview, as its page does.
struct PreviewConnection {
  /// The reason why a command was not carried out.
  struct Refusal: Error { var reason: String }

  /// The address of the page with its secret.
  let address: URL

  /// Runs a cell, by its number from 1 in the saved notebook.
  ///
  /// - Throws: ``Refusal``.
  func run(cell: Int) async throws(Refusal) { _ = try await send(["command": "run", "cell": .integer(cell)]) }

  /// The value of a variable in the preview's session, as text.
  ///
  /// - Parameters:
  ///   - cell: The number, from 1, of the cell that declares it.
  ///   - source: The code of that cell.
  /// - Throws: ``Refusal``.
  func value(of name: String, cell: Int, source: String) async throws(Refusal) -> String {
    try await send(
      ["command": "value", "name": .string(name), "cell": .integer(cell), "source": .string(source)])
  }

  /// Sends a command.
  ///
  /// - Returns: The text of the answer.
  private func send(_ command: JSON.Object) async throws(Refusal) -> String {
    guard let host = address.host(), let port = address.port,
      let commands = URL(string: "/.live/command", relativeTo: address)
    else { throw Refusal(reason: "It has no address.") }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = 10
    let session = URLSession(configuration: configuration, delegate: Staying(), delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    // The session keeps the cookie that the token is traded for.
    let signedIn = try await answer(to: URLRequest(url: address), session)
    guard signedIn.status < 400 else { throw Refusal(reason: signedIn.text) }
    var request = URLRequest(url: commands)
    request.httpMethod = "POST"
    request.setValue("http://\(host):\(port)", forHTTPHeaderField: "Origin")
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    // Without a page there is no last event; the cells are those of the saved file.
    var command = command
    command["event"] = .integer(Int(Int32.max))
    request.httpBody = Data(JSON.object(command).line.utf8)
    let answer = try await answer(to: request, session)
    guard answer.status < 300 else { throw Refusal(reason: answer.text) }
    return answer.text
  }

  private func answer(
    to request: URLRequest, _ session: URLSession
  ) async throws(Refusal) -> (status: Int, text: String) {
    do {
      let (data, response) = try await session.data(for: request)
      let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      return ((response as? HTTPURLResponse)?.statusCode ?? 0, text)
    } catch {
      throw Refusal(reason: "The preview does not answer.")
    }
  }

  /// Ignores the page that signing in leads to.
  private final class Staying: NSObject, URLSessionTaskDelegate {
    func urlSession(
      _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
      newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) { completionHandler(nil) }
  }
}
