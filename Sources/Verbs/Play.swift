import Display
import Signal

/// Shows an audio player for a sound at this position of the cell's output; a `Waveform` that is the cell's value is
/// shown the same way.
public func play(_ waveform: Waveform) { display(waveform) }
