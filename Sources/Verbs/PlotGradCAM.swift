import Foundation
import Images
import Learning
import Plotting

/// Shows an image beside a map of the regions that the model uses to recognise a class: Grad-CAM over the image, bright
/// where the evidence is.
///
/// ```swift
/// try plotGradCAM(learn, fnames[37])
/// try plotGradCAM(learn, fnames[37], class: "B3")  // what speaks for another answer
/// ```
/// - Parameters:
///   - learner: a trained learner of images.
///   - file: the image.
///   - name: the class; the predicted one if nil.
///   - colorMap: the colours of little and much evidence.
///   - opacity: the opacity of the colours, from 0 to 1.
/// - Throws: `LearningError` for a model without maps of features or an unknown class, `ImageError` for an image that
///   cannot be read.
public func plotGradCAM(
  _ learner: Learner, _ file: URL, class name: String? = nil, colorMap: ColorMap = .viridis, opacity: Double = 0.6
) throws -> Figure {
  let cam = try learner.gradCAM(contentsOf: file, class: name)
  let title = "\(cam.className) (\(String(format: "%.2f", cam.probability)))"
  return showPictures(
    [
      Picture(cam.image, title: file.deletingPathExtension().lastPathComponent),
      Picture(blended(cam.image, cam.overlay, colorMap: colorMap, opacity: opacity), title: title),
    ], rows: 1, width: 7)
}

/// The image with the colours of a grey one of the same size over it.
private func blended(_ image: Image, _ overlay: Image, colorMap: ColorMap, opacity: Double) -> Image {
  let share = min(max(opacity, 0), 1)
  var pixels = image.rgb.pixels
  for (index, level) in overlay.pixels.enumerated() {
    for channel in 0..<3 {
      let color = colorMap.colors[Int(level)][channel] * 255
      let mixed = Double(pixels[3 * index + channel]) * (1 - share) + color * share
      pixels[3 * index + channel] = UInt8(mixed.rounded())
    }
  }
  return Image(width: image.width, height: image.height, channels: 3, pixels: pixels)
}
