import Foundation

/// Images that are beside a notebook.
enum PictureFiles {
  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml",
  ]
  /// An image over this size in bytes is left out of the page.
  private static let largest = 10_000_000

  /// Reason why an image is not put into the page.
  enum Problem: Error, Equatable {
    /// It is on another computer, or in a folder that the page must not read.
    case elsewhere
    case missing
    case unknownType(String)
    case tooLarge(bytes: Int)
  }

  /// The image at a relative address as a `data:` URL; nil if it is missing or outside the folder.
  static func dataURL(_ address: String, beside folder: URL) -> String? {
    if address.hasPrefix("data:image/") { return address.escapedForHTML }
    guard case .success(let file) = file(address, beside: folder), let type = types[file.pathExtension.lowercased()],
      let data = try? Data(contentsOf: file)
    else { return nil }
    return "data:\(type);base64,\(data.base64EncodedString())"
  }

  /// Reason why the image at an address is not shown; nil for one that is.
  static func problem(_ address: String, beside folder: URL) -> Problem? {
    if address.hasPrefix("data:image/") { return nil }
    return if case .failure(let problem) = file(address, beside: folder) { problem } else { nil }
  }

  private static func file(_ address: String, beside folder: URL) -> Result<URL, Problem> {
    guard let file = LocalAddress.file(address, beside: folder) else { return .failure(.elsewhere) }
    guard FileManager.default.fileExists(atPath: file.path) else { return .failure(.missing) }
    guard types[file.pathExtension.lowercased()] != nil else { return .failure(.unknownType(file.pathExtension)) }
    let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
    return size <= largest ? .success(file) : .failure(.tooLarge(bytes: size))
  }
}

/// Addresses of files beside a notebook.
enum LocalAddress {
  /// The file that a relative address names, in the folder or below it; nil for any other address.
  ///
  /// A query or fragment, such as GitHub's `?raw=true`, is not part of the name unless a file has the whole name.
  static func file(_ address: String, beside folder: URL) -> URL? {
    let whole = address.removingPercentEncoding ?? address
    if let file = inside(whole, folder), FileManager.default.fileExists(atPath: file.path) { return file }
    let path = address.prefix { $0 != "?" && $0 != "#" }
    return inside(path.removingPercentEncoding ?? String(path), folder)
  }

  private static func inside(_ path: String, _ folder: URL) -> URL? {
    guard !path.contains(":"), !path.hasPrefix("/"), !path.isEmpty else { return nil }
    let file = folder.appendingPathComponent(path).resolvingSymlinksInPath()
    let root = folder.resolvingSymlinksInPath().path
    return file.path.hasPrefix(root.hasSuffix("/") ? root : root + "/") ? file : nil
  }
}
