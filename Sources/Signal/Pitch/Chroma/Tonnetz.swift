import Foundation
import Tensors

/// The position of each frame's chroma in tonal space: on the circles of fifths, of minor and of major thirds;
/// `librosa.feature.tonnetz`.
///
/// Each frame's chroma is divided by its sum; with p = 12 c / chromaCount for row c, the six rows are
/// Σ r sin(πps), Σ r cos(πps) for the steps s = 7/6 (fifths, r = 1), 3/2 (minor thirds, r = 1) and 2/3 (major thirds,
/// r = ½) (Harte, Sandler and Gasser, *Detecting harmonic change in musical audio*, 2006).
///
/// ```swift
/// let centroids = try Tonnetz()(note)  // [6, frames]
/// ```
public struct Tonnetz: Sendable, Hashable {
  /// The chromagram of a waveform.
  public var chroma: ConstantQChroma

  /// librosa's default: a constant-Q chromagram.
  public init(chroma: ConstantQChroma = ConstantQChroma()) { self.chroma = chroma }

  /// The tonal centroids, `[6, frames]`, or `[channels, 6, frames]` for several channels; silence gives zeros.
  ///
  /// - Throws: what `ConstantQChroma` throws.
  public func callAsFunction(_ waveform: Waveform) throws -> Tensor { try callAsFunction(chroma: chroma(waveform)) }

  /// The tonal centroids of a chromagram, `[chromaCount, frames]` or `[channels, chromaCount, frames]`.
  ///
  /// - Throws: `SignalError.invalidParameter` for another shape.
  public func callAsFunction(chroma: Tensor) throws -> Tensor {
    try Require.spectrogram(chroma, "chroma")
    let rows = chroma.shape[chroma.rank - 2]
    let steps: [(step: Double, radius: Double)] = [(7.0 / 6, 1), (3.0 / 2, 1), (2.0 / 3, 0.5)]
    var matrix: [[Double]] = []
    for (step, radius) in steps {
      // A cosine a quarter of a turn back is the sine.
      for turn in [0.5, 0] {
        matrix.append((0..<rows).map { radius * cos(Double.pi * (step * 12 * Double($0) / Double(rows) - turn)) })
      }
    }
    return SpectrogramFrames(Normalization.norm(1).applied(to: chroma))
      .multiplied(by: SparseMatrix(matrix, columns: rows))
  }
}

extension Normalization {
  /// Copies of arrays, `[…, rows, frames]`, with every frame divided by its length.
  func applied(to matrix: Tensor) -> Tensor {
    var result = matrix
    let (rows, columns) = (matrix.shape[matrix.rank - 2], matrix.shape[matrix.rank - 1])
    guard rows * columns > 0 else { return matrix }
    result.withUnsafeMutableScalars { scalars in
      for start in stride(from: 0, to: scalars.count, by: rows * columns) {
        apply(
          to: UnsafeMutableBufferPointer(rebasing: scalars[start..<start + rows * columns]), rows: rows,
          columns: columns)
      }
    }
    return result
  }
}
