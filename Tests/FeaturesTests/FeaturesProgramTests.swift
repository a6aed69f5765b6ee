import Etude
import TestSupport
import Foundation
import Testing

/// `etude-features` as outsiders use it: a process that writes arrays, which are compared with librosa's.
@Suite("The program etude-features")
struct FeaturesProgramTests {
  private func run(_ arguments: [String]) throws -> ProgramResult {
    try Program.built("etude-features", arguments).run()
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-features-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Runs one feature on a fixture's input and returns the array that it wrote.
  private func array(_ input: String, _ feature: String, _ options: [String] = []) throws -> Tensor {
    var result = Tensor(0)
    try withFolder { folder in
      let outcome = try run([Fixtures.url(input).path, "--feature", feature, "--npy", folder.path] + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let stem = URL(filePath: input).deletingPathExtension().lastPathComponent
      let url = folder.appending(path: "\(stem).\(feature).npy")
      result = try (try? Tensor(npy: url)) ?? ComplexTensor(npy: url).magnitude
    }
    return result
  }

  @Test("Arrays agree with librosa's")
  func arraysAgreeWithLibrosa() throws {
    let note = "audio/A3_1.load22k.npy"
    let tuning = ["--tuning", "0.07000000000000006"]
    try expectMatches(array("audio/m48_24.wav", "load"), fixture: "audio/m48_24.load22k")
    try expectMatches(
      array("audio/A3_1.wav", "load", ["--sr", "native", "--no-mono", "--duration", "0.05"]),
      fixture: "audio/A3_1.native")
    try expectMatches(array(note, "chroma-cqt", tuning), fixture: "chroma/A3_1.chroma")
    try expectMatches(
      array(note, "cqt", tuning + ["--n-bins", "252", "--bins-per-octave", "36"]), fixture: "chroma/A3_1.cqt")
    try expectMatches(array(note, "cqt", []), fixture: "chroma/A3_1.cqt84")
    try expectMatches(
      array(note, "chroma-cqt", ["--fmin", "A1", "--n-octaves", "5", "--tuning", "0", "--hop-length", "1024"]),
      fixture: "chroma/A3_1.chroma_fmin_a")
    try expectMatches(
      array(note, "stft", ["--duration", "9"]), array(note, "stft"), tolerance: .init(absolute: 0, relative: 0))
  }

  @Test("Shape, rate and tuning are printed as JSON")
  func scalarsArePrintedAsJSON() throws {
    let outcome = try run([Fixtures.url("chroma/chord.wav").path, "--feature", "chroma-cqt", "--json"])
    struct Line: Decodable {
      var shape: [Int]
      var sr: Int
      var tuning: Double
      var feature: String
    }
    let line = try JSONDecoder().decode(Line.self, from: Data(outcome.output.utf8))
    #expect(line.shape == [12, 52] && line.sr == 22050 && line.feature == "chroma-cqt")
    #expect(abs(line.tuning - 0.040000000000000036) < 1e-9)
  }

  @Test("An image of the chromagram is written")
  func picturesAreWritten() throws {
    try withFolder { folder in
      let sound = Fixtures.url("chroma/chord.wav").path
      #expect(try run([sound, "--png", folder.path]).status == 0)
      let image = try Image(contentsOf: folder.appending(path: "chord.chroma-cqt.png"))
      #expect(image.rgb == HeatMapPicture(chroma(try load(sound))).image)
    }
  }

  @Test("A file that is missing is named, and the rest continues")
  func mistakesAreNamedAndTheRestGoesOn() throws {
    try withFolder { folder in
      let outcome = try run([
        "/nowhere/a.wav", Fixtures.url("chroma/chord.wav").path, "--npy", folder.path, "--feature", "mel",
      ])
      #expect(outcome.status == 1)
      #expect(
        outcome.errors
          == "etude features: /nowhere/a.wav: There is no file at /nowhere/a.wav. Check the path and the working folder.\n"
      )
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "chord.mel.npy").path))
    }
  }

  @Test("A hop length below one is refused with its value")
  func negativeHop() throws {
    let negative = try run([Fixtures.url("chroma/chord.wav").path, "--hop-length", "-5"])
    #expect(negative.status == 1 && negative.errors.contains("hopLength is -5, but it must be a positive integer."))
  }

  @Test("Two files that would be written as one are refused")
  func oneName() throws {
    #expect(try run(["a/x.wav", "b/x.wav"]).errors.contains("a/x.wav and b/x.wav would both be written as x.…"))
  }

  @Test("A feature or a norm that is unknown is refused")
  func unknownNames() throws {
    #expect(try run(["x.wav", "--feature", "nonsense"]).status != 0)
    #expect(try run(["x.wav", "--norm", "many"]).errors.contains("--norm is “many”"))
  }
}
