import Tensors

/// The matrix that adds constant-Q bins up into pitch classes, as `librosa.filters.cq_to_chroma`.
///
/// With m = binsPerOctave / chromaCount bins per class, bin b goes to row ⌊(b + ⌊m/2⌋) / m⌋ mod chromaCount, turned so
/// that row 0 is C whatever the lowest frequency is.
struct ChromaFold {
  /// A bin's weight in a row.
  struct Entry {
    let bin: Int
    let row: Int
    let weight: Double
  }

  /// In the order of bins, so that sums are the same on every run.
  let entries: [Entry]
  private let shape: [Int]

  /// - Throws: `SignalError.invalidParameter` if the bins of an octave are not a multiple of `chromaCount`.
  init(binCount: Int, binsPerOctave: Int, chromaCount: Int, minimumFrequency: Double, window: [Double]?) throws {
    guard binsPerOctave % chromaCount == 0 else {
      throw SignalError.invalidParameter(
        name: "binsPerOctave", value: "\(binsPerOctave)", requirement: "a multiple of chromaCount, \(chromaCount)")
    }
    shape = [chromaCount, binCount]
    let merged = binsPerOctave / chromaCount
    let midi = Pitch(frequency: minimumFrequency).midi
    let degree = midi - 12 * (midi / 12).rounded(.down)
    let roll = Int((degree * Double(chromaCount) / 12).rounded(.toNearestOrEven))
    var entries: [Entry] = []
    for bin in 0..<binCount {
      let row = ((bin + merged / 2) / merged + roll) % chromaCount
      guard let window else {
        entries.append(Entry(bin: bin, row: row, weight: 1))
        continue
      }
      // Convolution along bins, cut to the same length: bin b spreads over its neighbours.
      for (index, weight) in window.enumerated() {
        let target = bin + index - (window.count - 1) / 2
        if target >= 0 && target < binCount { entries.append(Entry(bin: target, row: row, weight: weight)) }
      }
    }
    self.entries = entries
  }

  /// The matrix in full, `[chromaCount, bins]`.
  var matrix: Tensor {
    var scalars = [Float](repeating: 0, count: shape[0] * shape[1])
    for entry in entries { scalars[entry.row * shape[1] + entry.bin] += Float(entry.weight) }
    return Tensor(shape: shape, scalars: scalars)
  }
}
