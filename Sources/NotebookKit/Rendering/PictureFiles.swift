import Foundation

/// Pictures that stand beside a notebook.
enum PictureFiles {
  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml",
  ]
  /// A picture over this size in bytes is left out of the page.
  private static let largest = 10_000_000

  /// The picture at a relative address as a `data:` URL; nil if there is none, or it lies outside the folder.
  static func dataURL(_ address: String, beside folder: URL) -> String? {
    if address.hasPrefix("data:image/") { return address.escapedForHTML }
    let path = address.removingPercentEncoding ?? address
    guard !path.contains(":"), !path.hasPrefix("/"), !path.isEmpty else { return nil }
    let file = folder.appendingPathComponent(path).resolvingSymlinksInPath()
    let root = folder.resolvingSymlinksInPath().path
    guard file.path.hasPrefix(root.hasSuffix("/") ? root : root + "/"),
      let type = types[file.pathExtension.lowercased()],
      let data = try? Data(contentsOf: file), data.count <= largest
    else { return nil }
    return "data:\(type);base64,\(data.base64EncodedString())"
  }
}
