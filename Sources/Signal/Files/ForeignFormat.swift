import Foundation

/// A kind of sound file that libsndfile does not read and ffmpeg does, told by its first bytes.
///
/// ffmpeg is given nothing else: it would take a text for a list of files to be opened.
enum ForeignFormat: String, Sendable {
  /// MPEG-4: AAC or ALAC.
  case mpeg4 = "M4A"
  /// AAC without a container.
  case aac = "AAC"
  /// Windows Media.
  case windowsMedia = "WMA"
  /// Matroska.
  case matroska = "WebM"
  case wavPack = "WavPack"

  init?(head: some Collection<UInt8>) {
    let head = Array(head.prefix(12))
    func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: bytes) }
    if begins(Array("ftyp".utf8), at: 4) {
      self = .mpeg4
    } else if begins([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) {
      self = .windowsMedia
    } else if begins([0x1A, 0x45, 0xDF, 0xA3]) {
      self = .matroska
    } else if begins(Array("wvpk".utf8)) {
      self = .wavPack
    } else if head.count > 1, head[0] == 0xFF, head[1] & 0xF6 == 0xF0 {
      // The sync word of ADTS; in that of MP3 the layer's two bits are not 0.
      self = .aac
    } else {
      return nil
    }
  }

  /// The name of the container in ffmpeg.
  var demuxer: String {
    switch self {
    case .mpeg4: "mov"
    case .aac: "aac"
    case .windowsMedia: "asf"
    case .matroska: "matroska"
    case .wavPack: "wv"
    }
  }
}
