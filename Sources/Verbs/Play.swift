import Display
import Signal

/// Shows an audio player for a sound at this place of the cell's output; a `Waveform` as the cell's value does the same.
public func play(_ waveform: Waveform) { display(waveform) }
