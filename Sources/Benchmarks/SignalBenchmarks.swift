import Etude
import Foundation

/// The work that librosa and the fluidsynth program do in the lesson, and how it grows with length.
enum SignalBenchmarks {
  static func all() -> [Benchmark] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-benchmarks-\(getpid())")
    return calls(in: folder) + folders(in: folder) + lengths
  }

  /// Single calls; librosa makes the same.
  private static func calls(in folder: URL) -> [Benchmark] {
    let note = tone(seconds: 5)
    return [
      Benchmark(name: "signal.chroma_cqt.5s.warm", runs: 15, peer: "chroma_cqt", target: 0.05) {
        try Benchmark.time { _ = try ConstantQChroma()(note) }
      },
      Benchmark(name: "signal.chroma_cqt.5s.first", runs: 3, isFresh: true, peer: "chroma_cqt", target: 0.02) {
        try Benchmark.time { _ = try ConstantQChroma()(note) }
      },
      Benchmark(name: "signal.load.5s.44100.stereo", runs: 15, peer: "load", target: 0.3) {
        let file = try stereoFile(in: folder)
        return try Benchmark.time { _ = try load(file) }
      },
      Benchmark(name: "signal.cqt.84.5s.warm", runs: 15, peer: "cqt") {
        try Benchmark.time { _ = try ConstantQTransform()(note) }
      },
      Benchmark(name: "signal.spectrogram.5s.warm", runs: 31, peer: "spectrogram", target: 0.25) {
        Benchmark.time { _ = spectrogram(note) }
      },
      Benchmark(name: "signal.mel.5s.warm", runs: 31, peer: "mel", target: 0.25) {
        try Benchmark.time { _ = try MelSpectrogram()(note) }
      },
      Benchmark(name: "signal.mfcc.5s.warm", runs: 31, peer: "mfcc", target: 0.25) {
        try Benchmark.time { _ = try CepstralCoefficients()(note) }
      },
      Benchmark(name: "signal.chroma_stft.5s.warm", runs: 31, peer: "chroma_stft", target: 0.25) {
        try Benchmark.time { _ = try SpectralChroma()(note) }
      },
      Benchmark(name: "signal.yin.5s.warm", runs: 11, peer: "yin") {
        try Benchmark.time { _ = try Yin(minimumFrequency: 65.4, maximumFrequency: 2093)(note) }
      },
      Benchmark(name: "signal.pyin.5s.warm", runs: 5, peer: "pyin", target: 0.07) {
        try Benchmark.time { _ = try ProbabilisticYin(minimumFrequency: 65.4, maximumFrequency: 2093)(note) }
      },
    ]
  }

  /// The lesson's data set: 462 notes from MIDI, then their images.
  private static func folders(in folder: URL) -> [Benchmark] {
    let sounds = folder.appending(path: "wav")
    let pictures = folder.appending(path: "png")
    return [
      Benchmark(name: "signal.notes.462.from_midi", runs: 3) {
        try? FileManager.default.removeItem(at: sounds)
        return try Benchmark.time { try NoteLibrary().render(into: sounds, synthesizer: Synthesizer()) }
      },
      Benchmark(name: "signal.notes.462.to_pictures", runs: 3) {
        if !FileManager.default.fileExists(atPath: sounds.path) {
          try NoteLibrary().render(into: sounds, synthesizer: Synthesizer())
        }
        try? FileManager.default.removeItem(at: pictures)
        return try Benchmark.time { try chromagrams(of: sounds.path, into: pictures.path) }
      },
      Benchmark(name: "signal.notes.462.up_to_date", runs: 3) {
        let time = try Benchmark.time { try chromagrams(of: sounds.path, into: pictures.path) }
        return time
      },
    ]
  }

  /// Chromagrams of ever longer sounds: the cost should grow as they do.
  private static var lengths: [Benchmark] {
    [(1, 31), (10, 11), (100, 3), (1000, 1)].map { seconds, runs in
      Benchmark(name: "signal.chroma_cqt.length.\(seconds)s", runs: runs) {
        let waveform = tone(seconds: seconds)
        return try Benchmark.time { _ = try ConstantQChroma()(waveform) }
      }
    }
  }

  /// A decaying A3 with overtones, struck once per second, at 22 050 Hz.
  private static func tone(seconds: Int) -> Waveform {
    let samples = (0..<seconds * 22050).map { index -> Float in
      let time = Double(index % 22050) / 22050
      let partials = (1...4).reduce(0.0) { $0 + sin(2 * .pi * 220 * Double($1) * time) / Double($1) }
      return Float(0.2 * exp(-2 * time) * partials)
    }
    guard let waveform = try? Waveform(samples: samples, sampleRate: 22050) else { fatalError("a tone is finite") }
    return waveform
  }

  /// Five seconds of stereo at 44 100 Hz in 16 bits, as a rendered note is.
  private static func stereoFile(in folder: URL) throws -> URL {
    let file = folder.appending(path: "stereo.wav")
    if !FileManager.default.fileExists(atPath: file.path) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let channel = try tone(seconds: 5).resampled(to: 44100).samples
      try Waveform(channels: [channel, channel], sampleRate: 44100).write(to: file)
    }
    return file
  }
}
