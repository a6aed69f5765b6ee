import Display
import Signal

/// Shows an audio player for a sound at this place of the cell's output; a `Waveform` as the cell's value does the same.
///
/// ```swift
/// play(try Waveform.tone(440, duration: 1))
/// ```
public func play(_ waveform: Waveform) { display(waveform) }
