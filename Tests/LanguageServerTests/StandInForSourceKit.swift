import Files
import Foundation
import LanguageServer

/// A program that talks as sourcekit-lsp does: it crashes over the request `crash`, refuses `refuse`, and answers all others.
struct StandInForSourceKit {
  let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  var program: URL { folder.appending(path: "sourcekit-lsp") }
  /// A document of the tests.
  var file: URL { folder.appending(path: "main.swift") }
  /// The parameters of a request about the end of `print(` in that document.
  var question: JSON {
    ["textDocument": ["uri": .string(file.absoluteString)], "position": Place(line: 0, column: 6).json]
  }

  private static let script = """
    #!/bin/sh
    answer() {
      text="{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$1,$2}"
      printf 'Content-Length: %d\\r\\n\\r\\n%s' ${#text} "$text"
    }
    while read -r header && read -r blank; do
      body=$(dd bs=1 count=$(echo "$header" | tr -dc 0-9) 2> /dev/null)
      printf '%s\\n' "$body" >> "$0.log"
      id=$(printf '%s' "$body" | sed -n 's/.*"id": *\\([0-9]*\\).*/\\1/p')
      case $body in
      *'"crash"'*) kill -SEGV $$ ;;
      *'"refuse"'*) answer "$id" '"error":{"code":-32001,"message":"no"}' ;;
      *'"id"'*) answer "$id" '"result":{"capabilities":{}}' ;;
      esac
    done
    """

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(Self.script.utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Number of messages of a method that it has taken in.
  func received(_ method: String) -> Int {
    let log = (try? String(contentsOf: folder.appending(path: "sourcekit-lsp.log"), encoding: .utf8)) ?? ""
    return log.split(separator: "\n").count { $0.contains("\(method)\"") }
  }
}
