import Etude
import Foundation
import TestSupport
import Testing

/// Tempograms and tempi as the program writes them.
@Suite("Rhythmic features of the program")
struct RhythmFeatureTests {
  /// Runs one feature on the song of the fixtures, at its own rate, and gives the array that it wrote.
  private func array(_ feature: String, _ options: [String] = []) throws -> Tensor {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-features-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let sound = Fixtures.url("signal_time/song.wav").path
    let outcome = try Program.built(
      "etude-features", [sound, "--sr", "native", "--feature", feature, "--npy", folder.path] + options
    ).run()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try Tensor(npy: folder.appending(path: "song.\(feature).npy"))
  }

  @Test(
    "Tempograms agree with librosa's",
    arguments: [
      (["--win-length", "96"], "tempogram"),
      (["--win-length", "75", "--no-center", "--window", "hamming", "--norm", "2"], "tempogram_options"),
    ])
  func tempograms(options: [String], fixture: String) throws {
    let found = try array("tempogram", options)
    let (rows, columns) = (found.shape[0], found.shape[1])
    // The fixture keeps every third column.
    let kept = Array(stride(from: 0, to: columns, by: 3))
    let thinned = Tensor(
      shape: [rows, kept.count], scalars: (0..<rows).flatMap { row in kept.map { found[row, $0] } })
    try expectMatches(thinned, fixture: "signal_time/\(fixture)")
  }

  @Test("The tempo agrees with librosa's, of the whole and frame by frame")
  func tempi() throws {
    try expectMatches(array("tempo"), fixture: "signal_time/tempo")
    try expectMatches(array("tempo", ["--aggregate", "none"]), fixture: "signal_time/tempo_course")
  }

  @Test("Options of the tempo agree with librosa's")
  func options() throws {
    let expected = try Fixtures.tensor("signal_time/tempo_options")
    let words = [
      ["--start-bpm", "60"], ["--start-bpm", "200", "--std-bpm", "0.3"], ["--max-tempo", "100"], ["--ac-size", "4"],
      ["--max-tempo", "none"],
    ]
    let found = try words.map { try array("tempo", $0).scalars }
    try expectMatches(Tensor(found.flatMap { $0 }), fixture: "signal_time/tempo_options")
    #expect(expected.count == words.count)
  }

  @Test("A hop in samples is a finer grid of tempi")
  func hop() throws {
    let (coarse, fine) = (try array("tempogram"), try array("tempogram", ["--hop-length", "256"]))
    #expect(coarse.shape[0] == 384 && fine.shape[0] == 384 && fine.shape[1] == 2 * coarse.shape[1] - 1)
  }
}
