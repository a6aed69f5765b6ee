import Foundation
import Live
import Testing

@Suite("The gatekeeper") struct GatekeeperTests {
  private let gatekeeper = Gatekeeper(hosts: ["127.0.0.1", "localhost"], port: 8000, roles: [.author, .viewer])

  private func cookie(_ role: Role) throws -> String {
    let token = try #require(gatekeeper.token(of: role))
    let request = WebRequest(.get, "/", query: ["token": token], headers: ["host": "127.0.0.1:8000"])
    guard case .signedIn(let cookie) = gatekeeper.verdict(on: request) else { return "" }
    return String(cookie.prefix { $0 != ";" })
  }

  private func status(_ verdict: Gatekeeper.Verdict) -> Int? {
    if case .refused(let status, _) = verdict { status } else { nil }
  }

  private func get(_ headers: [String: String], _ query: [String: String] = [:]) -> Gatekeeper.Verdict {
    gatekeeper.verdict(on: WebRequest(.get, "/", query: query, headers: headers))
  }

  private func post(_ headers: [String: String]) -> Gatekeeper.Verdict {
    gatekeeper.verdict(on: WebRequest(.post, "/commands", headers: headers))
  }

  @Test("The token is traded for a cookie that scripts and other sites cannot use") func signIn() throws {
    let token = try #require(gatekeeper.token(of: .author))
    guard case .signedIn(let cookie) = get(["host": "localhost:8000"], ["token": token]) else {
      Issue.record("The token was refused.")
      return
    }
    #expect(cookie.hasPrefix("etude_8000="))
    #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
    #expect(!cookie.contains(token))
  }

  @Test("A token has 256 bits") func tokenLength() throws {
    #expect(try #require(gatekeeper.token(of: .author)).count == 64)
    #expect(gatekeeper.token(of: .author) != gatekeeper.token(of: .viewer))
  }

  @Test("A wrong token is refused", arguments: ["", "0", String(repeating: "0", count: 64)])
  func wrongToken(_ token: String) {
    #expect(status(get(["host": "127.0.0.1:8000"], ["token": token])) == 403)
  }

  @Test("The author's cookie admits") func author() throws {
    let cookie = try cookie(.author)
    #expect(get(["host": "127.0.0.1:8000", "cookie": "a=b; \(cookie)"]) == .admitted(.author))
  }

  @Test("Without a cookie nothing is shown", arguments: [nil, "etude_8000=", "etude_8000=00", "other=1"])
  func noCookie(_ cookie: String?) {
    var headers = ["host": "127.0.0.1:8000"]
    headers["cookie"] = cookie
    #expect(status(get(headers)) == 401)
  }

  @Test(
    "A request to another host is refused, whatever it carries",
    arguments: ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "localhost.evil.example:8000", ""])
  func foreignHost(_ host: String) throws {
    #expect(status(get(["host": host, "cookie": try cookie(.author)])) == 421)
  }

  @Test("A request without a host is refused") func missingHost() throws {
    #expect(status(get(["cookie": try cookie(.author)])) == 421)
  }

  @Test(
    "A request from another origin is refused",
    arguments: [
      "http://evil.example", "http://127.0.0.1:8001", "https://127.0.0.1:8000", "null", "http://localhost:8000",
    ])
  func foreignOrigin(_ origin: String) throws {
    let headers = [
      "host": "127.0.0.1:8000", "cookie": try cookie(.author), "origin": origin, "content-type": "application/json",
    ]
    #expect(status(post(headers)) == 403)
    #expect(status(get(headers)) == 403)
  }

  @Test("A request that the browser marks as another site's is refused", arguments: ["cross-site", "same-site"])
  func foreignSite(_ site: String) throws {
    #expect(
      status(get(["host": "127.0.0.1:8000", "cookie": try cookie(.author), "sec-fetch-site": site])) == 403)
  }

  @Test("A command needs an origin and JSON") func command() throws {
    var headers = ["host": "127.0.0.1:8000", "cookie": try cookie(.author)]
    #expect(status(post(headers)) == 403)
    headers["origin"] = "http://127.0.0.1:8000"
    #expect(status(post(headers)) == 415)
    headers["content-type"] = "text/plain"
    #expect(status(post(headers)) == 415)
    headers["content-type"] = "application/json"
    #expect(post(headers) == .admitted(.author))
  }

  @Test("A viewer sees and cannot command") func viewer() throws {
    let headers = [
      "host": "127.0.0.1:8000", "cookie": try cookie(.viewer), "origin": "http://127.0.0.1:8000",
      "content-type": "application/json",
    ]
    #expect(get(headers) == .admitted(.viewer))
    #expect(status(post(headers)) == 403)
  }

  @Test("Other methods are refused") func methods() throws {
    let request = WebRequest(nil, "/", headers: ["host": "127.0.0.1:8000", "cookie": try cookie(.author)])
    #expect(status(gatekeeper.verdict(on: request)) == 405)
  }

  @Test("A role that the server lacks has no token") func noViewer() {
    #expect(Gatekeeper(hosts: ["127.0.0.1"], port: 1).token(of: .viewer) == nil)
  }
}
