import ArgumentParser
import Etude
import Foundation
import Signal
import Tensors

/// A file that features are computed of: a sound, or samples as a NumPy array.
struct SoundSource {
  let path: String
  let values: OptionValues

  /// Reads it like `librosa.load`; for an array, the same part and the same mean of its channels are used.
  ///
  /// - Throws: `SignalError`, `TensorError`, `ValidationError`.
  func load() throws -> Waveform {
    let isMono = values.flag(.mono)
    let offset = values.number(.offset) ?? 0
    let duration = values.number(.duration)
    guard path.lowercased().hasSuffix(".npy") else {
      let rate = values[.sampleRate] == nil ? 22050 : values.integer(.sampleRate)
      return try Etude.load(path, sampleRate: rate, mono: isMono, offset: offset, duration: duration)
    }
    guard values[.sampleRate] != "native" else {
      throw ValidationError("\(path) has no sample rate; give its rate in hertz as --sr.")
    }
    let whole = try samples()
    return try whole.part(from: offset, duration: duration, isMono: isMono)
  }

  private func samples() throws -> Waveform {
    let url = URL(filePath: path)
    // Only the header is needed for the type; an unreadable file is reported when the tensor is read.
    let start = try? FileHandle(forReadingFrom: url).read(upToCount: 1 << 16)
    if let start, let type = try? NumpyHeader(parsing: [UInt8](start)).descriptor, type.dropFirst().first != "f" {
      throw ValidationError(
        "\(path) has elements of type \(type), but samples must be floats with full scale 1; scale them in NumPy."
      )
    }
    let samples = try Tensor(npy: url)
    guard samples.rank == 1 || samples.rank == 2 else {
      throw ValidationError("\(path) has the shape \(samples.shape), not [frames] or [channels, frames].")
    }
    let frames = samples.shape[samples.rank - 1]
    let scalars = samples.scalars
    let channels = (0..<(samples.rank == 1 ? 1 : samples.shape[0])).map { channel in
      Array(scalars[channel * frames..<(channel + 1) * frames])
    }
    return try Waveform(channels: channels, sampleRate: values.integer(.sampleRate) ?? 22050)
  }
}

extension Waveform {
  /// A part as `librosa.load` cuts it: from frame `trunc(offset · rate)` on, `trunc(duration · rate)` frames or as many
  /// as there are, and the mean of the channels.
  fileprivate func part(from offset: Double, duration: Double?, isMono: Bool) throws -> Waveform {
    for (name, value) in [("offset", offset), ("duration", duration ?? 0)] where !(value >= 0) {
      throw SignalError.invalidParameter(name: name, value: "\(value)", requirement: "at least 0")
    }
    func frames(_ seconds: Double) -> Int {
      Int(min(Double(frameCount), (seconds * Double(sampleRate)).rounded(.towardZero)))
    }
    let start = frames(offset)
    let end = duration.map { min(frameCount, start + frames($0)) } ?? frameCount
    let parts = (0..<channelCount).map { Array(samples[$0 * frameCount + start..<$0 * frameCount + end]) }
    guard isMono, channelCount > 1 else { return try Waveform(channels: parts, sampleRate: sampleRate) }
    let mean = (0..<(end - start)).map { frame in
      parts.reduce(Float(0)) { $0 + $1[frame] } / Float(channelCount)
    }
    return try Waveform(samples: mean, sampleRate: sampleRate)
  }
}
