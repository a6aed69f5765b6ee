import Foundation
import Live
import Testing

@Suite("Files beside the notebook") struct ServedFilesTests {
  /// A preview whose folder has files, and one outside it.
  private func withFiles(_ body: (PreviewFixture) async throws -> Void) async throws {
    try await PreviewFixture.with { preview in
      let folder = preview.folder
      for path in ["data.csv", "sub dir/ü.txt", ".env", ".git/config", "sub dir/.hidden", "page.html", "../secret.txt"]
      {
        let file = folder.appending(path: path).standardizedFileURL
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("0123456789".utf8).write(to: file)
      }
      let links = [
        "out.txt": "../secret.txt", "absolute.txt": "/etc/passwd", "up": "..", "inside.csv": "data.csv", "git": ".git",
      ]
      for (name, target) in links {
        try FileManager.default.createSymbolicLink(
          atPath: folder.appending(path: name).path, withDestinationPath: target)
      }
      try await body(preview)
    }
  }

  @Test("Files of the folder and below are served, including links to them") func served() async throws {
    try await withFiles { preview in
      for path in ["/data.csv", "/sub%20dir/%C3%BC.txt", "/inside.csv"] {
        let answer = try await preview.answer("GET \(path)")
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.hasSuffix("0123456789"), "\(path)")
      }
      #expect(try await preview.answer("GET /data.csv").contains("Content-Type: text/csv; charset=utf-8\r\n"))
    }
  }

  @Test(
    "Nothing outside the folder and nothing hidden is served, whatever the form of the request",
    arguments: [
      "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/sub%20dir/../../secret.txt", "/%2e%2e%2fsecret.txt",
      "/sub%20dir/%2e%2e/%2e%2e/secret.txt", "//etc/passwd", "/%2fetc%2fpasswd", "/out.txt", "/absolute.txt",
      "/up/secret.txt", "/git/config", "/.git/config", "/.env", "/sub%20dir/.hidden", "/%2eenv", "/data.csv%00.png",
      "/sub%20dir", "/sub%20dir/", "/./.env", "/.live/../.env", "/.live/output/../../.env",
      "/.live/output/%2e%2e%2f%2e%2e%2fdata.csv",
    ])
  func refused(_ path: String) async throws {
    try await withFiles { preview in
      let answer = try await preview.answer("GET \(path)")
      #expect(answer.hasPrefix("HTTP/1.1 404"), "\(answer.prefix(40))")
      #expect(!answer.contains("0123456789"))
    }
  }

  @Test("A page of the folder runs no script") func sandboxed() async throws {
    try await withFiles { preview in
      let answer = try await preview.answer("GET /page.html")
      #expect(answer.contains("Content-Security-Policy: default-src 'none'"))
      #expect(answer.contains("; sandbox\r\n"))
    }
  }

  static let ranges: [(range: String, status: Int, content: String)] = [
    ("bytes=0-3", 206, "0123"), ("bytes=7-", 206, "789"), ("bytes=-2", 206, "89"), ("bytes=-99", 206, "0123456789"),
    ("bytes=5-99", 206, "56789"), ("bytes=10-", 416, ""), ("bytes=-0", 416, ""), ("bytes=3-1", 200, "0123456789"),
    ("bytes=0-1,3-4", 200, "0123456789"), ("lines=0-1", 200, "0123456789"),
    ("bytes=0-999999999999999999999", 200, "0123456789"),
  ]

  @Test("A part of a file is sent if it is requested", arguments: ranges)
  func range(_ range: String, _ status: Int, _ content: String) async throws {
    try await withFiles { preview in
      let answer = try await preview.answer("GET /data.csv", more: ["Range": range])
      #expect(answer.hasPrefix("HTTP/1.1 \(status)"))
      #expect(answer.hasSuffix("\r\n\r\n" + content))
    }
  }

  @Test("A pipe in the folder blocks nobody") func pipe() async throws {
    try await withFiles { preview in
      #expect(mkfifo(preview.folder.appending(path: "pipe").path, 0o600) == 0)
      let answer = try await preview.answer("GET /pipe")
      #expect(answer.hasPrefix("HTTP/1.1 404"))
    }
  }
}
