import Display
import Signal

/// Shows an audio player for a sound at this position of the cell's output; a `Waveform` that is the cell's value is
/// shown the same way.
///
/// ```swift
/// play(try Waveform.tone(440, duration: 1))
/// ```
public func play(_ waveform: Waveform) { display(waveform) }
