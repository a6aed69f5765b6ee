import Display
import Foundation
import Signal

extension Waveform: Displayable {
  /// An audio player over 16-bit WAV data, scaled to a peak at full scale, like `IPython.display.Audio`.
  public var mimeBundle: MIMEBundle {
    let bundle = MIMEBundle(plainText: description, metadata: .init(alternativeText: description))
    guard let content = try? scaledToFullScale.fileContent() else { return bundle }
    return bundle.adding(content, as: .wav)
  }
}
