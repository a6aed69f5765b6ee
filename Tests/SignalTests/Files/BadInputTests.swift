import Fixtures
import Foundation
import Signal
import Synchronization
import Tensors
import Testing

/// Sounds that are hardly sounds, and parameters that make no sense: an answer or an error that names the value.
struct BadInputTests {
  /// Every feature with its defaults.
  private static let features: [(String, @Sendable (Waveform) throws -> [Int])] = [
    ("stft", { try ShortTimeFourierTransform.standard($0).shape }),
    ("cqt", { try ConstantQTransform()($0).shape }), ("chroma", { try ConstantQChroma()($0).shape }),
    ("chroma from spectra", { try SpectralChroma()($0).shape }), ("mel", { try MelSpectrogram()($0).shape }),
    ("mfcc", { try CepstralCoefficients()($0).shape }), ("onsets", { try OnsetStrength()($0).shape }),
    ("rms", { try FrameEnergy.rootMeanSquare($0).shape }),
    ("crossings", { try FrameEnergy.zeroCrossingRate($0).shape }),
    ("yin", { try Yin(minimumFrequency: 65, maximumFrequency: 2000)($0).shape }),
    ("pyin", { [try ProbabilisticYin(minimumFrequency: 65, maximumFrequency: 2000)($0).frequencies.count] }),
  ]

  @Test(arguments: [0, 1, 2, 3, 100, 511, 512, 2047])
  func shortAndSilentSoundsHaveFrames(count: Int) throws {
    for value in [Float(0), 0.5, 1e-30] {
      let waveform = try Waveform(samples: [Float](repeating: value, count: count), sampleRate: 22050)
      for (name, feature) in Self.features {
        let shape = try feature(waveform)
        #expect(shape.last == 1 + count / 512, "\(name) of \(count) samples of \(value): \(shape)")
      }
    }
  }

  @Test func silenceIsSilent() throws {
    let silence = try Waveform(samples: [Float](repeating: 0, count: 11025), sampleRate: 22050)
    #expect(try ConstantQChroma()(silence).scalars.allSatisfy { $0 == 0 })
    #expect(try Tuning.estimate(silence) == 0)
    let levels = try Decibels.fromAmplitude(
      ShortTimeFourierTransform.standard.magnitudes(of: silence), reference: .maximum)
    #expect(levels.scalars.allSatisfy { $0 == 0 })
  }

  @Test func damagedFilesAreNamed() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-bad-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = folder.appending(path: "text.wav")
    try Data("This is no sound.".utf8).write(to: text)
    #expect(throws: SignalError.unreadableAudio(path: text.path, reason: "Format not recognised.")) {
      try Waveform(contentsOf: text)
    }
    #expect(throws: SignalError.unreadableAudio(path: folder.path, reason: "It is a folder.")) {
      try Waveform(contentsOf: folder)
    }
    let missing = folder.appending(path: "missing.wav")
    #expect(throws: SignalError.fileNotFound(path: missing.path)) { try Waveform(contentsOf: missing) }
  }

  @Test func reasonsStayWithTheirFilesOnManyThreads() throws {
    let sound = [UInt8](try Waveform(samples: [0.1, 0.2], sampleRate: 22050).fileContent())
    let text = [UInt8]("This is no sound.".utf8)
    let reasons = Mutex<Set<String>>([])
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for _ in 0..<1000 {
        do {
          _ = try Waveform(fileContent: thread % 2 == 0 ? text : sound)
        } catch {
          _ = reasons.withLock { $0.insert("\(error)") }
        }
      }
    }
    let refusal = try #require(throws: SignalError.self) { try Waveform(fileContent: text) }
    #expect(reasons.withLock { $0 } == ["\(refusal)"])
    #expect("\(refusal)".contains("Format not recognised."))
  }

  @Test func cutFilesAreErrorsAndGiveWhatIsThereOnRequest() throws {
    let whole = [UInt8](try Data(contentsOf: Fixtures.url("audio/m48_24.wav")))
    for length in [44, 45, 100, 5000, whole.count - 1] {
      let part = Array(whole[..<length])
      #expect(throws: SignalError.self) { try Waveform(fileContent: part, sampleRate: nil) }
      let frames = (length - 44) / 3
      let before = try Waveform(fileContent: part, sampleRate: nil, duration: (Double(frames) + 0.5) / 48000)
      #expect(before.frameCount == frames)
    }
    #expect(throws: SignalError.self) { try Waveform(fileContent: Array(whole[..<20])) }
    #expect(throws: SignalError.self) { try Waveform(fileContent: []) }
  }

  @Test func filesWithNaNAreRefused() throws {
    var content = [UInt8](try Waveform(samples: [0.1, 0.2, 0.3], sampleRate: 44100).fileContent(encoding: .float32))
    content.replaceSubrange(content.count - 4..<content.count, with: [0, 0, 0xC0, 0x7F])
    for (rate, isMono) in [(22050, true), (44100, true), (nil, false)] as [(Int?, Bool)] {
      #expect(throws: SignalError.self) { try Waveform(fileContent: content, sampleRate: rate, isMono: isMono) }
    }
  }

  @Test(arguments: [8000, 11025, 16000, 44100, 96000, 192_000])
  func everyRateIsResampled(rate: Int) throws {
    let samples = (0..<rate / 2).map { Float(sin(2 * .pi * 440 * Double($0) / Double(rate))) }
    let waveform = try Waveform(samples: samples, sampleRate: rate).resampled(to: 22050)
    #expect(waveform.frameCount == (rate / 2 * 22050 + rate - 1) / rate)
    let middle = waveform.samples[4000..<6000].enumerated().map {
      abs($0.element - Float(sin(2 * .pi * 440 * Double($0.offset + 4000) / 22050)))
    }
    #expect(middle.max() ?? 1 < 2e-4)
  }

  @Test func parametersThatMakeNoSenseAreNamed() throws {
    let waveform = try Waveform(samples: [Float](repeating: 0.1, count: 4000), sampleRate: 22050)
    let slow = try Waveform(samples: [Float](repeating: 0.1, count: 4000), sampleRate: 4000)
    let attempts: [(String, () throws -> Void)] = [
      ("hopLength is -5, but it must be a positive integer.", { _ = try ConstantQChroma(hopLength: -5)(waveform) }),
      ("hopLength is 0, but it must be a positive integer.", { _ = try ShortTimeFourierTransform(hopLength: 0) }),
      ("fftLength is 0, but it must be a positive integer.", { _ = try ShortTimeFourierTransform(fftLength: 0) }),
      (
        "windowLength is 4096, but it must be at most the fftLength of 2048.",
        { _ = try ShortTimeFourierTransform(windowLength: 4096) }
      ),
      (
        "binsPerOctave is 30, but it must be a multiple of chromaCount, 12.",
        { _ = try ConstantQChroma(binsPerOctave: 30)(waveform) }
      ),
      (
        "The highest constant-Q bin reaches 4165.478 Hz, beyond the Nyquist frequency of 2000 Hz at 4000 Hz. "
          + "Use fewer or lower bins, or a higher sample rate.", { _ = try ConstantQChroma(tuning: 0)(slow) }
      ),
      ("octaveCount is 0, but it must be a positive integer.", { _ = try ConstantQChroma(octaveCount: 0)(waveform) }),
      (
        "minimumFrequency is 0.0, but it must be a number above 0.",
        { _ = try ConstantQTransform(minimumFrequency: 0)(waveform) }
      ),
      ("tuning is nan, but it must be a finite number.", { _ = try ConstantQChroma(tuning: .nan)(waveform) }),
      (
        "tuning is -100000.0, but it must be in -1000...1000 bins.",
        { _ = try ConstantQChroma(tuning: -100_000)(waveform) }
      ),
      (
        "minimumFrequency is 1e-300 Hz, but it must be at least 0.01 Hz.",
        { _ = try ConstantQChroma(minimumFrequency: 1e-300)(waveform) }
      ),
      (
        "binsPerOctave is 1200000000, but it must be at most 16777216.",
        { _ = try ConstantQChroma(binsPerOctave: 1_200_000_000)(waveform) }
      ),
      ("sparsity is 1.0, but it must be in 0..<1.", { _ = try ConstantQTransform(sparsity: 1)(waveform) }),
      ("norm is -2.0, but it must be a number above 0.", { _ = try ConstantQChroma(norm: .norm(-2))(waveform) }),
      (
        "maximumFrequency reaches 12000 Hz, beyond the Nyquist frequency of 11025 Hz at 22050 Hz. "
          + "Use fewer or lower bins, or a higher sample rate.",
        { _ = try Yin(minimumFrequency: 60, maximumFrequency: 12000)(waveform) }
      ),
      (
        "minimumFrequency is 900.0 Hz, but it must be below the maximumFrequency of 800.0 Hz.",
        { _ = try Yin(minimumFrequency: 900, maximumFrequency: 800)(waveform) }
      ),
      ("count is 0, but it must be a positive integer.", { _ = try CepstralCoefficients(count: 0)(waveform) }),
      (
        "A spectrum of frames that are not centred needs at least 8192 samples, but the signal has 4000.",
        { _ = try ShortTimeFourierTransform(fftLength: 8192, isCentered: false)(waveform) }
      ),
      ("sampleRate is 0, but it must be a positive integer.", { _ = try waveform.resampled(to: 0) }),
      (
        "sampleRate is 1.0 Hz, but it must be at least a thousandth of the 22050.0 Hz to resample to.",
        { _ = try Waveform(samples: [0, 1], sampleRate: 1).resampled(to: 22050) }
      ),
      (
        "offset is -1.0, but it must be a number of at least 0.",
        { _ = try Waveform(contentsOf: Fixtures.url("audio/A3_1.wav"), offset: -1) }
      ),
    ]
    for (text, attempt) in attempts {
      let error = #expect(throws: SignalError.self, "\(text)") { try attempt() }
      #expect(error?.description == text)
    }
  }
}
