import Files
import NotebookKit

/// The kernel's description of itself.
struct KernelInformation: Sendable {
  /// The compiler's first line about itself, as in `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
  let compiler: String?

  /// As in `6.3.1`.
  private var languageVersion: String {
    compiler?.firstMatch(of: /\d+(\.\d+)+/).map { String($0.output.0) } ?? "6"
  }

  /// Links in the menu of help of front ends.
  private static let helpLinks: [JSON] = [
    ["text": "The Swift Programming Language", "url": "https://docs.swift.org/swift-book/"],
    ["text": "Swift Standard Library", "url": "https://developer.apple.com/documentation/swift"],
    ["text": "Foundation", "url": "https://developer.apple.com/documentation/foundation"],
  ]

  /// The content of a reply to `kernel_info_request`.
  var content: JSON.Object {
    [
      "status": "ok", "protocol_version": .string(JupyterMessage.protocolVersion), "implementation": "etude",
      "implementation_version": .string(EtudeVersion.current),
      "language_info": [
        "name": "swift", "version": .string(languageVersion), "mimetype": "text/x-swift", "file_extension": ".swift",
        "pygments_lexer": "swift", "codemirror_mode": "swift", "nbconvert_exporter": "script",
      ],
      "banner": .string("Etude \(EtudeVersion.current), \(compiler ?? "Swift"). Cells are compiled."),
      "debugger": .boolean(false), "help_links": .array(Self.helpLinks), "supported_features": .array([]),
    ]
  }
}
