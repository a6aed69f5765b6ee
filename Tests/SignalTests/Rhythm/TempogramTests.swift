import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Tempograms")
struct TempogramTests {
  @Test("A column's peaks are at multiples of the period")
  func peaksAreAtThePeriod() throws {
    let tempogram = try Tempogram(windowLength: 64)(strength: RhythmFixtures.spikes(period: 8, count: 200))
    #expect(tempogram.shape == [64, 200])
    for lag in 1..<32 { #expect((tempogram[lag, 100] > 0.1) == (lag % 8 == 0), "lag \(lag)") }
    #expect(tempogram[0, 100] == 1)
  }

  @Test("A lag of half a second is 120 beats per minute")
  func tempiOfLags() throws {
    let timing = try FrameTiming(sampleRate: 22050, hopLength: 441)
    let tempi = Tempogram.tempi(count: 26, timing: timing)
    #expect(tempi[0] == .infinity && tempi[25] == 120)
    #expect(try Tempogram(windowLength: 100).fourierTempi(timing: timing)[4] == 120)
  }

  @Test("A window of no frames has no tempi", arguments: [0, -1, .max])
  func emptyWindows(length: Int) throws {
    let timing = try FrameTiming()
    #expect(throws: SignalError.self) { try Tempogram(windowLength: length).fourierTempi(timing: timing) }
    #expect(throws: SignalError.self) { try Tempogram(windowLength: length)(strength: Tensor(zeros: [50])) }
    #expect(throws: SignalError.self) { try Tempogram(windowLength: length).fourier(strength: Tensor(zeros: [50])) }
  }

  @Test("A tempogram of silence is zero")
  func silenceIsZero() throws {
    #expect(try Tempogram()(strength: Tensor(zeros: [50])).scalars.allSatisfy { $0 == 0 })
  }

  @Test("Tempograms agree with librosa's")
  func tempogramsAgreeWithLibrosa() throws {
    let strength = try RhythmFixtures.strength()
    func thinned(_ tempogram: Tensor) -> Tensor {
      let (rows, columns) = (tempogram.shape[0], tempogram.shape[1])
      let kept = Array(stride(from: 0, to: columns, by: 3))
      return Tensor(
        shape: [rows, kept.count],
        scalars: (0..<rows).flatMap { row in kept.map { tempogram[row, $0] } })
    }
    try expectMatches(
      thinned(Tempogram(windowLength: 96)(strength: strength)), fixture: "signal_time/tempogram")
    try expectMatches(
      thinned(
        Tempogram(windowLength: 75, isCentered: false, window: .hamming, norm: .norm(2))(strength: strength)),
      fixture: "signal_time/tempogram_options")
  }

  @Test("Fourier tempograms agree with librosa's")
  func fourierTempogramsAgreeWithLibrosa() throws {
    let spectrum = try Tempogram(windowLength: 48).fourier(strength: RhythmFixtures.strength())
    try expectMatches(
      Tensor(shape: spectrum.shape + [2], scalars: spectrum.interleaved), fixture: "signal_time/fourier_tempogram")
  }

  @Test("Two channels give the tempogram of each")
  func channelsAreSeparate() throws {
    let (first, second) = (RhythmFixtures.spikes(period: 8, count: 60), RhythmFixtures.spikes(period: 5, count: 60))
    let tempogram = Tempogram(windowLength: 32)
    let both = try tempogram(strength: Tensor(shape: [2, 60], scalars: first.scalars + second.scalars))
    #expect(both.shape == [2, 32, 60])
    #expect(both.scalars == (try tempogram(strength: first).scalars + tempogram(strength: second).scalars))
  }

  @Test("Windows below 1 and longer than the strengths are refused")
  func otherWindowsAreRefused() throws {
    #expect(throws: SignalError.self) { try Tempogram(windowLength: 0)(strength: Tensor(ones: [8])) }
    let error = SignalError.invalidParameter(
      name: "strength", value: "of 8 frames", requirement: "of at least windowLength = 9 frames")
    #expect(throws: error) { try Tempogram(windowLength: 9, isCentered: false)(strength: Tensor(ones: [8])) }
    #expect(throws: SignalError.self) { try Tempogram()(strength: Tensor(ones: [2, 3, 4])) }
  }
}
