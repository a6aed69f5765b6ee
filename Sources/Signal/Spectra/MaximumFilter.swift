import Tensors

/// The largest of the bands about each band, those beyond the ends being mirrored: `scipy.ndimage.maximum_filter1d`.
struct MaximumFilter {
  let width: Int

  /// Each scalar of `[…, bands, frames]` replaced with the largest of bands b - ⌊width / 2⌋ … b - ⌊width / 2⌋ + width - 1.
  func alongBands(of array: Tensor) -> Tensor {
    let spectra = SpectrogramFrames(array)
    let (bands, frames) = (spectra.bins, spectra.frames)
    var result = Tensor(uninitialized: array.shape)
    result.withUnsafeMutableScalars { target in
      array.withUnsafeScalars { source in
        for channel in 0..<spectra.channels {
          for band in 0..<bands {
            let line = (channel * bands + band) * frames
            for offset in 0..<width {
              let other = (channel * bands + mirrored(band - width / 2 + offset, bands)) * frames
              if offset == 0 {
                for frame in 0..<frames { target[line + frame] = source[other + frame] }
              } else {
                for frame in 0..<frames { target[line + frame] = max(target[line + frame], source[other + frame]) }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The index inside that replaces one outside, by repeating the end.
  private func mirrored(_ index: Int, _ count: Int) -> Int {
    let period = 2 * count
    let phase = ((index % period) + period) % period
    return phase < count ? phase : period - 1 - phase
  }
}
