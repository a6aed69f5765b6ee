import Foundation

/// A collection of sampled instruments in an `.sf2` file.
///
/// ```swift
/// let synthesizer = try Synthesizer(soundFont: SoundFont.installed())
/// ```
public enum SoundFont {
  /// The paths of sound fonts on Debian and other systems, in the order of search.
  static let usualPlaces = [
    "/usr/share/sounds/sf2/TimGM6mb.sf2", "/usr/share/sounds/sf2/default-GM.sf2",
    "/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/soundfonts/default.sf2",
  ]

  /// The installed sound font; the environment's `ETUDE_SOUNDFONT` takes precedence over the usual paths.
  ///
  /// - Throws: `SignalError.soundFontVariable` if the variable names no file that can be read, `soundFontMissing`, which
  ///   says what to install.
  public static func installed() throws -> URL {
    try named(in: ProcessInfo.processInfo.environment) ?? first(of: usualPlaces)
  }

  /// The file that `ETUDE_SOUNDFONT` names; nil if it is unset or empty.
  static func named(in environment: [String: String]) throws -> URL? {
    guard let path = environment["ETUDE_SOUNDFONT"], !path.isEmpty else { return nil }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw refusal(of: path, "there is no such file")
    }
    if isFolder.boolValue { throw refusal(of: path, "that is a folder") }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw refusal(of: path, "this user may not read the file")
    }
    return URL(filePath: path)
  }

  static func refusal(of path: String, _ reason: String) -> SignalError {
    .soundFontVariable(path: path, reason: reason)
  }

  /// The first of some paths that exists.
  package static func first(of places: [String]) throws -> URL {
    guard let path = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw SignalError.soundFontMissing(searched: places)
    }
    return URL(filePath: path)
  }
}
