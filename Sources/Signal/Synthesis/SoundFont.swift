import Foundation

/// A collection of sampled instruments in an `.sf2` file.
public enum SoundFont {
  /// Where Debian and other systems install sound fonts, in the order in which they are tried.
  static let usualPlaces = [
    "/usr/share/sounds/sf2/TimGM6mb.sf2", "/usr/share/sounds/sf2/default-GM.sf2",
    "/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/soundfonts/default.sf2",
  ]

  /// The installed sound font; the environment's `ETUDE_SOUNDFONT` comes before the usual places.
  ///
  /// - Throws: `SignalError.soundFontMissing`, which says what to install.
  public static func installed() throws -> URL {
    let places = [ProcessInfo.processInfo.environment["ETUDE_SOUNDFONT"]].compactMap { $0 } + usualPlaces
    return try first(of: places)
  }

  /// The first of some paths that exists.
  package static func first(of places: [String]) throws -> URL {
    guard let path = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw SignalError.soundFontMissing(searched: places)
    }
    return URL(filePath: path)
  }
}
