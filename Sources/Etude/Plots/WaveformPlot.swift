public import Plotting
public import Signal

/// Shows a sound over time, a plot for every channel, as librosa's `waveshow`.
///
/// ```swift
/// plot(note).title("A3, piano")
/// ```
/// - Parameters:
///   - waveform: the sound.
///   - width: in inches.
///   - height: in inches a channel.
public func plot(_ waveform: Waveform, width: Double = 6.4, height: Double = 2.6) -> Figure {
  let frames = waveform.samples.count / waveform.channelCount
  let channels = (0..<waveform.channelCount).map { channel in
    plotWaveform(
      Array(waveform.samples[channel * frames..<(channel + 1) * frames]), sampleRate: Double(waveform.sampleRate),
      width: width, height: height)
  }
  if channels.count == 1 { return channels[0] }
  return subplots(
    columns: 1, width: width, height: height * Double(channels.count), sharesX: true, sharesY: true
  ) { channels }
}
