import CSndFile

/// Part of a sound file that is missing or wrong, found in its container before anything is decoded.
///
/// libsndfile continues after truncation or damaged pages and frames, and returns fewer samples without an error. The
/// containers say how much there should be, so they are asked.
struct AudioDamage: Equatable {
  /// The first frame that cannot be trusted; nil if everything before the decoder's end can.
  var frame: Int?
  /// The first byte that is missing or wrong.
  var byteOffset: Int
  /// A description of the damage, as a sentence without its full stop.
  var reason: String

  /// A description of the damage and its byte offset.
  var sentence: String { "\(reason) (byte \(byteOffset))" }

  /// Looks through the container that libsndfile found.
  ///
  /// - Returns: nil for an intact file, and for formats whose containers promise nothing.
  static func find(in bytes: AudioBytes, info: SF_INFO) -> AudioDamage? {
    let frames = info.frames == sf_count_t.max ? nil : Int(clamping: info.frames)
    switch Int(info.format) & Int(SF_FORMAT_TYPEMASK) {
    case Int(SF_FORMAT_WAV), Int(SF_FORMAT_WAVEX), Int(SF_FORMAT_RF64):
      return ChunkedContainer.wave(bytes)?.damage(in: bytes, frames: frames)
    case Int(SF_FORMAT_AIFF): return ChunkedContainer.aiff.damage(in: bytes, frames: frames)
    case Int(SF_FORMAT_W64): return ChunkedContainer.wave64.damage(in: bytes, frames: frames)
    case Int(SF_FORMAT_CAF): return ChunkedContainer.coreAudio.damage(in: bytes, frames: frames)
    case Int(SF_FORMAT_AU): return ChunkedContainer.sunDamage(in: bytes, frames: frames)
    case Int(SF_FORMAT_OGG): return OggPages.damage(in: bytes)
    case Int(SF_FORMAT_MPEG): return MPEGFrames.damage(in: bytes, frames: frames)
    case Int(SF_FORMAT_FLAC): return FLACEnding.damage(in: bytes, frames: frames)
    default: return nil
    }
  }
}
