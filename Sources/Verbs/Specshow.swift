import Plotting
import Tensors

/// Shows a chromagram, a spectrogram or another matrix of spectra, as `librosa.display.specshow` does.
///
/// ```swift
/// specshow(chroma(note), yAxis: .chroma)
/// specshow(spectrogram(note), xAxis: .time, yAxis: .log).colorBar("dB")
/// ```
/// - Parameters:
///   - spectrum: `[rows, frames]`, row 0 at the bottom.
///   - xAxis: the quantity of the columns; `.time` for seconds.
///   - yAxis: the quantity of the rows.
///   - sampleRate: samples per second.
///   - hopLength: samples from one frame to the next.
///   - settings: the rarer numbers, such as bins per octave; the two above take precedence.
///   - colorMap: nil chooses `.magma` or, for data of both signs, `.coolwarm`.
///   - width: in inches.
///   - height: in inches.
public func specshow(
  _ spectrum: Tensor, xAxis: SpectrumAxis = .none, yAxis: SpectrumAxis = .none, sampleRate: Double = 22050,
  hopLength: Int = 512, settings: SpectrumSettings = SpectrumSettings(), colorMap: ColorMap? = nil, width: Double = 5,
  height: Double = 5
) -> Figure {
  var settings = settings
  settings.sampleRate = sampleRate
  settings.hopLength = hopLength
  return Figure(
    spectrum: spectrum, xAxis: xAxis, yAxis: yAxis, settings: settings, colorMap: colorMap, width: width,
    height: height)
}
