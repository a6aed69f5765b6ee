import Foundation
import Signal

/// A sine of half the full scale.
func sine(_ frequency: Double, seconds: Double = 1, rate: Int = 22050) throws -> Waveform {
  try Waveform(
    samples: (0..<Int(seconds * Double(rate))).map {
      Float(0.5 * sin(2 * .pi * frequency * Double($0) / Double(rate)))
    },
    sampleRate: rate)
}

/// Five harmonics of a key, at 22 050 Hz.
func tone(_ midi: Double, seconds: Double = 1.5) throws -> Waveform {
  let frequency = Pitch(midi: midi).frequency
  return try Waveform(
    samples: (0..<Int(22050 * seconds)).map { index in
      let time = Double(index) / 22050
      return Float((1...5).reduce(0.0) { $0 + 0.2 / Double($1) * sin(2 * .pi * frequency * Double($1) * time) })
    }, sampleRate: 22050)
}
