import Etude
import Foundation
import TestSupport
import Tensors
import Testing

/// Every feature with every option: librosa's numbers where the feature takes it, and a refusal by name elsewhere.
@Suite("Options of features")
struct OptionTableTests {
  /// librosa's result for a feature with one option's values.
  private struct Pair: Decodable {
    let feature: String
    let option: String
    let sound: String
    let words: [String]
    let key: String
    let shape: [Int]
    let stride: Int
  }

  private static let folder = Fixtures.repositoryFolder.appending(path: "features")

  private static func pairs() throws -> [Pair] {
    try JSONDecoder().decode([Pair].self, from: Data(contentsOf: folder.appending(path: "pairs.json")))
  }

  /// Runs one feature with the values of its options and returns the program's output.
  private func array(_ pair: Pair, in folder: URL) throws -> Tensor {
    let sound = Self.folder.appending(path: pair.sound).path
    let outcome = try Program.built(
      "etude-features", [sound, "--feature", pair.feature, "--npy", folder.path] + pair.words
    ).run()
    #expect(outcome.status == 0, "\(pair.feature) \(pair.words): \(outcome.errors)")
    let stem = URL(filePath: pair.sound).deletingPathExtension().lastPathComponent
    let url = folder.appending(path: "\(stem).\(pair.feature).npy")
    defer { try? FileManager.default.removeItem(at: url) }
    return try (try? Tensor(npy: url)) ?? ComplexTensor(npy: url).magnitude
  }

  /// The largest accepted difference relative to the largest number: that of the features' own fixtures.
  private func tolerance(_ feature: String) -> Float {
    switch feature {
    case "chroma-cqt", "chroma-stft": 2e-4
    case "cqt": 2e-5
    default: 1e-5
    }
  }

  @Test("Every option that a feature accepts agrees with librosa's")
  func takenOptions() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-options-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let archive = try NumpyArchive(contentsOf: Self.folder.appending(path: "pairs.npz"))
    for pair in try Self.pairs() {
      let expected = try #require(try archive.tensor(pair.key)).scalars
      let found = try array(pair, in: folder)
      #expect(found.shape == pair.shape, "\(pair.feature) \(pair.words)")
      let thinned = stride(from: 0, to: found.count, by: pair.stride).map { found.scalars[$0] }
      guard thinned.count == expected.count else { continue }
      let scale = expected.reduce(Float.leastNormalMagnitude) { $1.isNaN ? $0 : max($0, abs($1)) }
      var difference: Float = 0
      for (value, want) in zip(thinned, expected) where !(value.isNaN && want.isNaN) {
        difference = max(difference, value.isNaN || want.isNaN ? .infinity : abs(value - want) / scale)
      }
      #expect(difference <= tolerance(pair.feature), "\(pair.feature) \(pair.words): \(difference)")
      ErrorTable.add(
        "\(pair.feature) \(pair.option.isEmpty ? "by default" : "--\(pair.option)"), relative to the largest number",
        Double(difference))
    }
  }

  @Test("Every option that a feature does not accept is refused by name, with the features that accept it")
  func refusedOptions() throws {
    let pairs = try Self.pairs()
    let features = Set(pairs.map(\.feature))
    var takers: [String: Set<String>] = [:]
    for pair in pairs where !pair.option.isEmpty { takers[pair.option, default: []].insert(pair.feature) }
    #expect(features.count == 17 && takers.count == 34)
    for (option, taking) in takers {
      let words = try #require(pairs.first { $0.option == option }).words
      let own = words.contains("--bins-per-octave") && option != "bins-per-octave" ? Array(words.prefix(2)) : words
      for feature in features.subtracting(taking) {
        let outcome = try Program.built("etude-features", ["x.wav", "--feature", feature] + own).run()
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("--\(option) is not an option of \(feature). Features with this option: "))
        for taker in taking { #expect(outcome.errors.contains(taker), "\(option)") }
      }
    }
  }

  @Test("The help lists every option with the features that accept it")
  func help() throws {
    let help = try Program.built("etude-features", ["--help"]).run().output
    for option in Set(try Self.pairs().map(\.option)) where !option.isEmpty {
      #expect(help.contains("--\(option)"), "\(option)")
    }
    let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("--trough-threshold <x> Threshold of a dip that counts as a period, 0.1 by default. [yin]"))
  }

  @Test(
    "An option that is unknown, or has no value of its kind, is refused",
    arguments: [
      (["--frobnicate", "1"], "There is no option --frobnicate."), (["--n-fft"], "--n-fft needs a value: --n-fft <n>."),
      (["--n-fft", "many"], "--n-fft is “many”, but it must be a whole number."),
      (["--fmin", "H9"], "--fmin is “H9”, but it must be a number of hertz or a note such as C1."),
      (["--no-htk"], "--no-htk is unknown. Use --htk."), (["--center=yes"], "--center=yes is unknown"),
      (["--window=square"], "--window is “square”, but it must be hann, hamming, "),
      (["--power", "nan"], "--power is “nan”, but it must be a number."),
    ])
  func mistakes(words: [String], message: String) throws {
    let outcome = try Program.built("etude-features", ["x.wav", "--feature", "mel"] + words).run()
    #expect(outcome.status != 0 && outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("Arrays of whole numbers are not samples, and have no sample rate")
  func arraysAsSounds() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-options-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }"
    let file = folder.appending(path: "a.npy")
    try Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + [1, 0, 2, 0])
      .write(to: file)
    let outcome = try Program.built("etude-features", [file.path, "--feature", "load"]).run()
    #expect(outcome.status == 1 && outcome.errors.contains("has elements of type <i2, but samples must be floats"))
    let sound = Self.folder.appending(path: "sound.npy").path
    let native = try Program.built("etude-features", [sound, "--feature", "load", "--sr", "native"]).run()
    #expect(native.errors.contains("has no sample rate; give its rate in hertz as --sr."))
  }
}
