import Signal
import Tensors
import TestSupport

/// Sounds and curves that the fixtures of rhythm were computed from.
enum RhythmFixtures {
  /// Plucked notes at 128 beats per minute, at 11 025 Hz.
  static func song() throws -> Waveform { try SignalFixtures.waveform("signal_time/song.wav") }

  /// The song's onset strength as librosa computes it.
  static func strength() throws -> Tensor { try Fixtures.tensor("signal_time/strength") }

  /// Whole numbers of a fixture, such as frames.
  static func integers(_ name: String) throws -> [Int] {
    try Fixtures.tensor("signal_time/\(name)").scalars.map { Int($0) }
  }

  /// A curve with a spike in every `period`th frame.
  static func spikes(period: Int, count: Int) -> Tensor {
    Tensor((0..<count).map { $0 % period == 0 ? 1 : 0 })
  }
}
