import Foundation

/// Videos and sounds beside a notebook.
enum LocalMedia {
  private static let videos = ["mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg"]
  private static let sounds = [
    "mp3": "audio/mpeg", "wav": "audio/wav", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg",
    "m4a": "audio/mp4", "flac": "audio/flac",
  ]
  private static let types = videos.merging(sounds) { video, _ in video }
  /// In bytes; a page contains everything that it shows.
  private static let largest = 20_000_000

  static func isVideo(_ address: String) -> Bool {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    return videos[path.split(separator: ".").last.map { $0.lowercased() } ?? ""] != nil
  }

  /// The video or sound at a relative address as a `data:` URL; nil if it is not shown.
  static func dataURL(_ address: String, beside folder: URL) -> String? {
    guard problem(address, beside: folder) == nil, let file = LocalAddress.file(address, beside: folder),
      let type = types[file.pathExtension.lowercased()], let data = try? Data(contentsOf: file)
    else { return nil }
    return "data:\(type);base64,\(data.base64EncodedString())"
  }

  /// Reason why a video or sound is a link; nil for one that is shown.
  static func problem(_ address: String, beside folder: URL) -> String? {
    guard let file = LocalAddress.file(address, beside: folder) else {
      return
        "it is outside the notebook's folder, and a report makes no network requests. Copy it beside the notebook."
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      return "there is no such file. Correct the name, which is relative to the notebook's folder."
    }
    guard types[file.pathExtension.lowercased()] != nil else {
      return "files of type `\(file.pathExtension)` cannot be played. Use MP4, WebM, Ogg, MP3 or WAV."
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
    return size <= largest
      ? nil : "it has \(size / 1_000_000) MB. Make it smaller than \(largest / 1_000_000) MB."
  }
}
