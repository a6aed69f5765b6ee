import ArgumentParser
import Etude
import Foundation

/// `etude features`: computes features of sounds as NumPy arrays, images or JSON.
@main
struct FeaturesProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "etude features",
    abstract: "Compute features of sound files.",
    discussion: """
      With --npy each array goes to DIR/<file stem>.<feature>.npy, float32 in librosa's axis order, complex64 for stft \
      and cqt. A .npy file may stand for a sound: its floats are samples at the rate of --sr.

      Options below are named as librosa names its parameters, and the defaults are its own. Behind each stand the \
      features that take it; with others it is an error.

      \(FeatureOption.manual)
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: "Sound files (WAV, AIFF, FLAC, OGG, MP3, or samples as .npy), and options of the features.")
  var words: [String]

  @Option(help: "The feature to compute; may be repeated. One of: \(Feature.list).")
  var feature: [Feature] = [.chromaCQT]

  @Option(help: ArgumentHelp("Write arrays to this folder.", valueName: "dir"))
  var npy: String?

  @Option(help: ArgumentHelp("Write images without axes to this folder.", valueName: "dir"))
  var png: String?

  @Flag(help: "Print one line of JSON for each file and feature: shape, range, duration, tuning.")
  var json = false

  /// The files among the words, and the checked options.
  private func parsed() throws -> (files: [String], values: OptionValues) {
    var files: [String] = []
    let values = try OptionValues(parsing: words, files: &files)
    return (files, values)
  }

  func validate() throws {
    let (files, values) = try parsed()
    guard !files.isEmpty else { throw ValidationError("No file was given. Give at least one sound file.") }
    try values.requireTaken(by: feature)
    var seen: [String: String] = [:]
    for file in files {
      let stem = stem(file)
      if let other = seen[stem] {
        throw ValidationError("\(other) and \(file) would both be written as \(stem).…; rename one of them.")
      }
      seen[stem] = file
    }
  }

  func run() throws {
    for folder in [npy, png].compactMap({ $0 }) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let (files, values) = try parsed()
    let parameters = FeatureParameters(values: values)
    var failures = 0
    for file in files {
      do {
        let waveform = try SoundSource(path: file, values: values).load()
        for feature in feature { try compute(feature, of: waveform, file: file, parameters) }
      } catch {
        failures += 1
        FileHandle.standardError.write(Data("etude features: \(file): \(error)\n".utf8))
      }
    }
    if failures > 0 { throw ExitCode(1) }
  }

  private func compute(
    _ feature: Feature, of waveform: Waveform, file: String, _ parameters: FeatureParameters
  ) throws {
    let result = try feature.compute(waveform, parameters)
    let name = "\(stem(file)).\(feature.rawValue)"
    if let npy {
      let url = URL(filePath: npy).appending(path: name + ".npy")
      switch result {
      case .real(let tensor): try tensor.write(npy: url)
      case .complex(let tensor): try tensor.write(npy: url)
      }
    }
    if let png {
      guard let picture = result.picture else {
        throw ValidationError("\(feature.rawValue) of shape \(result.shape) is not an image; leave out --png.")
      }
      try HeatMapPicture(picture).write(png: URL(filePath: png).appending(path: name + ".png"))
    }
    if json {
      print(try Summary(file, feature, waveform, result, tuningBins: parameters.tuningBins(feature)).line)
    } else if npy == nil && png == nil {
      print("\(file): \(feature.rawValue) \(result.shape), \(waveform)")
    }
  }

  private func stem(_ file: String) -> String { URL(filePath: file).deletingPathExtension().lastPathComponent }
}

/// The JSON object of a file and a feature.
private struct Summary: Encodable {
  let file: String
  let feature: String
  let shape: [Int]
  let sr: Int
  let duration: Double
  let peak: Float
  let tuning: Double
  let minimum: Float?
  let maximum: Float?
  let mean: Double?

  init(_ file: String, _ feature: Feature, _ waveform: Waveform, _ result: FeatureResult, tuningBins: Int) throws {
    self.file = file
    self.feature = feature.rawValue
    shape = result.shape
    sr = waveform.sampleRate
    duration = waveform.duration
    peak = waveform.peak
    tuning = try Tuning.estimate(waveform, binsPerOctave: tuningBins)
    let values = result.magnitude.scalars.filter(\.isFinite)
    minimum = values.min()
    maximum = values.max()
    mean = values.isEmpty ? nil : values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
  }

  var line: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
