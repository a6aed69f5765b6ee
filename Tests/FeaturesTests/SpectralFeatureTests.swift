import Etude
import Foundation
import TestSupport
import Testing

/// Features with separate fixtures, and options of others, as the program writes them.
@Suite("Spectral features of the program")
struct SpectralFeatureTests {
  /// Runs one feature on the note of the fixtures and returns the array that it wrote.
  private func array(_ feature: String, _ options: [String]) throws -> Tensor {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-features-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let sound = Fixtures.url("audio/A3_1.load22k.npy").path
    let outcome = try Program.built(
      "etude-features", [sound, "--feature", feature, "--npy", folder.path] + options
    ).run()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try Tensor(npy: folder.appending(path: "A3_1.load22k.\(feature).npy"))
  }

  @Test(
    "Arrays agree with librosa's",
    arguments: [
      ("spectral-contrast", ["--duration", "0.5"], "contrast"),
      (
        "spectral-contrast",
        ["--duration", "0.5", "--fmin", "150", "--n-bands", "5", "--quantile", "0.1", "--linear"], "contrast_linear"
      ),
      ("spectral-flatness", ["--duration", "0.5"], "flatness"),
      ("spectral-flatness", ["--duration", "0.5", "--power", "1", "--amin", "1e-4"], "flatness_power"),
      ("poly-features", ["--duration", "0.5"], "poly1"),
      ("poly-features", ["--duration", "0.5", "--order", "3"], "poly3"),
      ("tonnetz", ["--tuning", "0"], "tonnetz"), ("chroma-cens", ["--tuning", "0"], "cens"),
      (
        "chroma-cens",
        ["--tuning", "0", "--win-len-smooth", "8", "--norm", "inf", "--smoothing-window", "hamming"], "cens_even"
      ),
      ("chroma-cens", ["--tuning", "0", "--win-len-smooth", "none"], "cens_raw"),
      ("chroma-vqt", ["--intervals", "ji5"], "chroma_vqt"),
      (
        "chroma-vqt", ["--bins-per-octave", "24", "--gamma", "5", "--threshold", "0.01", "--norm", "2"],
        "chroma_vqt_equal"
      ),
      (
        "mfcc",
        ["--duration", "0.5", "--n-mfcc", "16", "--lifter", "22", "--dct-type", "3", "--dct-norm", "none"],
        "mfcc3_none"
      ),
      ("mel", ["--duration", "0.5", "--window", "kaiser:9", "--mel-norm", "none"], "mel_kaiser"),
    ])
  func arraysAgreeWithLibrosa(feature: String, options: [String], fixture: String) throws {
    try expectMatches(array(feature, options), fixture: "signal_features/\(fixture)")
  }

  @Test("Flags and probabilities of pYIN go with its frequencies")
  func voicingGoesWithFrequencies() throws {
    let frequencies = try array("pyin", []).scalars
    let flags = try array("voiced-flag", []).scalars
    let probabilities = try array("voiced-prob", []).scalars
    #expect(flags == frequencies.map { $0.isNaN ? 0 : 1 } && flags.contains(1))
    #expect(probabilities.count == flags.count && probabilities.allSatisfy { (0...1).contains($0) })
  }
}
