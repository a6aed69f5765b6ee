/// The types with which files are sent.
enum MediaType {
  private static let types = [
    "html": "text/html; charset=utf-8", "htm": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "txt": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8", "qmd": "text/plain; charset=utf-8",
    "swift": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8", "tsv": "text/tab-separated-values",
    "js": "text/javascript; charset=utf-8", "ico": "image/vnd.microsoft.icon",
    "json": "application/json", "pdf": "application/pdf", "zip": "application/zip",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml", "avif": "image/avif", "tif": "image/tiff", "tiff": "image/tiff",
    "wav": "audio/wav", "flac": "audio/flac", "ogg": "audio/ogg", "mp3": "audio/mpeg", "m4a": "audio/mp4",
    "mid": "audio/midi", "mp4": "video/mp4", "webm": "video/webm",
  ]

  static func ofFile(named name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
    return types[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
  }

  /// The type of an image or a sound that a cell names; generic bytes if it is neither.
  static func ofOutput(_ type: String) -> String {
    let name = type.prefix { $0 != ";" }.lowercased()
    return name.wholeMatch(of: /(image|audio|video)\/[a-z0-9.+-]+/) == nil ? "application/octet-stream" : name
  }
}
