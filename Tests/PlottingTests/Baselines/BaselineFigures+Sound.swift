import Plotting

extension BaselineFigures {
  /// Waveforms.
  static let sound: [BaselineFigure] = [
    ("waveform", { plotWaveform(BaselineData.tone(30_000), sampleRate: 22050).title("A3") }),
    ("waveform-close", { plotWaveform(BaselineData.tone(300), sampleRate: 22050) }),
  ]
}
