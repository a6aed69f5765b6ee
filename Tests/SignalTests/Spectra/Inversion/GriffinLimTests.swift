import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Sounds from magnitudes")
struct GriffinLimTests {
  private let transform: ShortTimeFourierTransform
  private let magnitudes: Tensor

  init() throws {
    transform = try ShortTimeFourierTransform(fftLength: 1024)
    magnitudes = try transform.magnitudes(of: SignalFixtures.halfSecond())
  }

  /// The relative distance of a sound's magnitudes from the given ones.
  private func inconsistency(_ waveform: Waveform) throws -> Double {
    let pairs = zip(try transform.magnitudes(of: waveform).scalars, magnitudes.scalars)
    let error = pairs.reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }
    return (error / magnitudes.scalars.reduce(0) { $0 + pow(Double($1), 2) }).squareRoot()
  }

  @Test("More iterations bring the magnitudes closer to the given ones")
  func iterationsConverge() throws {
    for phase in [GriffinLim.InitialPhase.zero, .random(seed: 3)] {
      let errors = try [0, 8, 64].map { count in
        try inconsistency(
          GriffinLim(transform: transform, iterationCount: count, initialPhase: phase)(magnitudes, sampleRate: 22050))
      }
      #expect(errors[1] < 0.6 * errors[0] && errors[2] < 0.8 * errors[1] && errors[2] < 0.1, "\(errors)")
    }
  }

  @Test("Without momentum no iteration makes the magnitudes worse")
  func plainIterationsNeverGetWorse() throws {
    var last = Double.infinity
    for count in 0...6 {
      let method = GriffinLim(transform: transform, iterationCount: count, momentum: 0)
      let error = try inconsistency(method(magnitudes, sampleRate: 22050))
      #expect(error <= last * (1 + 1e-6))
      last = error
    }
  }

  @Test("Signals agree with librosa's")
  func signalsAgreeWithLibrosa() throws {
    let methods: [(String, GriffinLim)] = [
      ("griffinlim1", GriffinLim(transform: transform, iterationCount: 1, initialPhase: .zero)),
      ("griffinlim32", GriffinLim(transform: transform, initialPhase: .zero)),
      ("griffinlim_plain", GriffinLim(transform: transform, iterationCount: 8, momentum: 0, initialPhase: .zero)),
      ("griffinlim_seed", GriffinLim(transform: transform, iterationCount: 4, initialPhase: .random(seed: 0))),
    ]
    for (name, method) in methods {
      try expectMatches(method(magnitudes, sampleRate: 22050).tensor, fixture: "signal_features/\(name)")
    }
  }

  @Test("Each channel is found by itself")
  func channelsAreFound() throws {
    let pair = Tensor.stacked([magnitudes, magnitudes * 0.5])
    let method = GriffinLim(transform: transform, iterationCount: 2, initialPhase: .zero)
    let (stereo, mono) = (try method(pair, sampleRate: 22050), try method(magnitudes, sampleRate: 22050))
    #expect(stereo.channelCount == 2 && stereo.channels[0] == mono)
    #expect(zip(stereo.channels[1].samples, mono.samples).allSatisfy { abs($0 - 0.5 * $1) < 1e-6 })
  }

  @Test("Magnitudes and lengths that do not fit are refused with their values")
  func parametersAreRefused() throws {
    let method = GriffinLim(transform: transform)
    #expect(
      message { try method(Tensor(zeros: [5, 2]), sampleRate: 22050) }
        == "magnitudes is an array of shape [5, 2], but it must be [513, frames], of at least one frame.")
    #expect(
      message { try method(magnitudes * -1, sampleRate: 22050) }.hasPrefix("magnitudes is -"))
    #expect(
      message { try method(magnitudes, sampleRate: 22050, frameCount: 100) }
        == "frameCount is 100, but it must be a length that has \(magnitudes.shape[1]) frames.")
    #expect(
      message { try GriffinLim(transform: transform, momentum: -1)(magnitudes, sampleRate: 22050) }
        == "momentum is -1.0, but it must be a number of at least 0.")
  }
}
