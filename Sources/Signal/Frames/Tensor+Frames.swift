import Tensors

extension Tensor {
  /// Overlapping parts of the last axis, `[…, length, parts]` of `[…, n]`; `librosa.util.frame`.
  ///
  /// Part t holds numbers t · hopLength ..< t · hopLength + length; an incomplete part at the end is left out.
  ///
  /// ```swift
  /// let frames = try note.tensor.framed(length: 2048, hopLength: 512)  // [2048, frames]
  /// ```
  ///
  /// - Throws: `SignalError.invalidParameter` for a length or hop below 1, or a length beyond the axis.
  public func framed(length: Int, hopLength: Int) throws -> Tensor {
    try Require.positive(length, "length")
    try Require.positive(hopLength, "hopLength")
    let count = shape.last ?? 0
    guard length <= count else {
      throw SignalError.invalidParameter(
        name: "length", value: "\(length)", requirement: "at most the length of the last axis, \(count)")
    }
    let parts = 1 + (count - length) / hopLength
    var result = Tensor(uninitialized: shape.dropLast() + [length, parts])
    result.withUnsafeMutableScalars { target in
      withUnsafeScalars { source in
        parallelFor(source.count / count * length, grain: 64) { rows in
          for row in rows {
            let start = row / length * count + row % length
            for part in 0..<parts { target[row * parts + part] = source[start + part * hopLength] }
          }
        }
      }
    }
    return result
  }

  /// The last axis cut at the given frames, each part put together into one number; `librosa.util.sync`.
  ///
  /// ```swift
  /// let beats = try BeatTracker()(song).events
  /// let perBeat = try chroma(song).synchronized(to: beats.frames, aggregation: .median)  // [12, beats + 1]
  /// ```
  ///
  /// - Parameters:
  ///   - frames: where parts begin, in any order; repeated ones count once.
  ///   - aggregation: how a part becomes one number.
  ///   - isPadded: whether what is before the first and after the last cut is a part, too; frames outside the axis then
  ///     count as its ends.
  /// - Returns: `[…, parts]` of `[…, n]`.
  /// - Throws: `SignalError.invalidParameter` for a frame outside the axis.
  public func synchronized(to frames: [Int], aggregation: Aggregation = .mean, isPadded: Bool = true) throws -> Tensor {
    let count = shape.last ?? 0
    if let frame = frames.first(where: { $0 < 0 || !isPadded && $0 > count }) {
      throw SignalError.invalidParameter(name: "frame", value: "\(frame)", requirement: "in 0...\(count)")
    }
    let cuts = Set(isPadded ? [0, count] + frames.map { Swift.min($0, count) } : frames).sorted()
    let parts = Swift.max(0, cuts.count - 1)
    var result = Tensor(uninitialized: shape.dropLast() + [parts])
    result.withUnsafeMutableScalars { target in
      withUnsafeScalars { source in
        parallelFor(count == 0 ? 0 : source.count / count, grain: 8) { rows in
          var line = [Float](repeating: 0, count: count)
          line.withUnsafeMutableBufferPointer { line in
            for row in rows {
              for index in 0..<count { line[index] = source[row * count + index] }
              for part in 0..<parts {
                let values = UnsafeMutableBufferPointer(rebasing: line[cuts[part]..<cuts[part + 1]])
                target[row * parts + part] = Float(aggregation(values))
              }
            }
          }
        }
      }
    }
    return result
  }
}
