import Foundation

/// The rules for accepting requests.
///
/// A page that can run code is remote code execution, so every request must name this server as its host (against DNS
/// rebinding), come from this server's own pages (against requests that other sites forge), and carry the secret of a
/// role. The first address carries it as `token`; the browser keeps another secret as a cookie that scripts cannot read.
package struct Gatekeeper: Sendable {
  package enum Verdict: Equatable, Sendable {
    case admitted(Role)
    /// The token was right: the client stores a cookie and is redirected to the address without the token.
    case signedIn(cookie: String)
    case refused(status: Int, reason: String)
  }

  private struct Secrets: Sendable {
    let token = AccessToken()
    let cookie = AccessToken()
  }

  /// Values of `Host` that mean this server, as `127.0.0.1:8000`.
  private let hosts: Set<String>
  private let cookieName: String
  private let secrets: [Role: Secrets]

  /// - Parameters:
  ///   - hosts: Names and addresses by which clients reach the server, without port.
  ///   - roles: The roles that this server has.
  package init(hosts: [String], port: UInt16, roles: Set<Role> = [.author]) {
    self.hosts = Set(hosts.map { "\($0.lowercased()):\(port)" } + (port == 80 ? hosts.map { $0.lowercased() } : []))
    // Cookies are shared by all ports of a host.
    cookieName = "etude_\(port)"
    secrets = Dictionary(uniqueKeysWithValues: roles.map { ($0, Secrets()) })
  }

  /// The secret of a role for its first address; nil if the server lacks the role.
  package func token(of role: Role) -> String? { secrets[role]?.token.text }

  /// The first address of a role, with its token.
  func address(of role: Role, at host: String, port: UInt16) -> URL {
    var address = URLComponents()
    (address.scheme, address.host, address.port, address.path) = ("http", host, Int(port), "/")
    address.queryItems = [URLQueryItem(name: "token", value: token(of: role) ?? "")]
    return address.url ?? URL(filePath: "/")
  }

  package func verdict(on request: WebRequest) -> Verdict {
    guard let host = request.headers["host"]?.lowercased(), hosts.contains(host) else {
      return .refused(
        status: 421, reason: "This server is not reached by that name. Open the address that `etude` printed.")
    }
    guard let method = request.method else {
      return .refused(status: 405, reason: "This method is not supported.")
    }
    let origin = request.headers["origin"]?.lowercased()
    guard origin == nil || origin == "http://\(host)" else {
      return .refused(status: 403, reason: "The request comes from another site.")
    }
    if let site = request.headers["sec-fetch-site"]?.lowercased(), site != "same-origin", site != "none" {
      return .refused(
        status: 403, reason: "The request comes from another site. Paste the address into the browser instead.")
    }
    if let token = request.query["token"] { return signIn(token, method) }
    guard let cookie = request.cookie(cookieName),
      let role = Role.allCases.first(where: { secrets[$0]?.cookie.matches(cookie) == true })
    else {
      return .refused(status: 401, reason: "Open the address that `etude` printed, with its token.")
    }
    return method == .get ? .admitted(role) : command(request, role, hasOrigin: origin != nil)
  }

  private func signIn(_ token: String, _ method: WebRequest.Method) -> Verdict {
    guard method == .get,
      let secrets = Role.allCases.lazy.compactMap({ secrets[$0] }).first(where: { $0.token.matches(token) })
    else {
      return .refused(status: 403, reason: "The token is wrong. Open the address that `etude` printed.")
    }
    return .signedIn(cookie: "\(cookieName)=\(secrets.cookie.text); Path=/; HttpOnly; SameSite=Strict")
  }

  /// Another site can send this content type only after asking, which no answer permits.
  private func command(_ request: WebRequest, _ role: Role, hasOrigin: Bool) -> Verdict {
    guard hasOrigin else { return .refused(status: 403, reason: "The request has no Origin header.") }
    guard request.headers["content-type"]?.lowercased().hasPrefix("application/json") == true else {
      return .refused(status: 415, reason: "Commands are JSON.")
    }
    guard role == .author else { return .refused(status: 403, reason: "Viewers cannot run cells.") }
    return .admitted(role)
  }
}
