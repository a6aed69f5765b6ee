import Learning
import Networks
import Plotting
import Signal

/// Shows a sound over time, with a plot per channel, like librosa's `waveshow`.
///
/// ```swift
/// plot(note).title("A3, piano")
/// ```
/// - Parameters:
///   - waveform: the sound.
///   - width: in inches.
///   - height: in inches per channel.
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

/// Shows a schedule over the positions of a fit, from 0 to 1.
///
/// ```swift
/// plot(.oneCycle(maximum: 3e-3))
/// ```
public func plot(_ schedule: Schedule, width: Double = 6.4, height: Double = 4) -> Figure {
  let values = schedule.values(count: 200)
  return plot(
    x: values.indices.map { Double($0) / Double(values.count - 1) }, y: values, width: width, height: height
  )
  .title(schedule.name).xLabel("position")
}
