import Foundation
import Signal

// Prints the pitch of a tone of 440 Hz: A4.
let samples = (0..<22_050).map { Float(sin(2 * Double.pi * 440 * Double($0) / 22_050)) }
let tone = try Waveform(samples: samples, sampleRate: 22_050)
let frequencies = try Yin(minimumFrequency: 200, maximumFrequency: 1000)(tone).scalars
print(Pitch(frequency: Double(frequencies[frequencies.count / 2])))
