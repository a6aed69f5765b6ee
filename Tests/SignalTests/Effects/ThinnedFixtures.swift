import Signal
import Tensors
import TestSupport

extension SignalFixtures {
  /// Every third sample of each channel, as the fixtures of long sounds keep them.
  static func thinned(_ waveform: Waveform) -> Tensor {
    let kept = waveform.channels.map { channel in
      stride(from: 0, to: channel.frameCount, by: 3).map { channel.samples[$0] }
    }
    return Tensor(
      shape: kept.count == 1 ? [kept[0].count] : [kept.count, kept[0].count], scalars: Array(kept.joined()))
  }

  /// Rows 0, step, 2 step… of a matrix, or of each one in a stack.
  static func rows(_ array: Tensor, every step: Int) -> Tensor {
    let (rows, columns) = (array.shape[array.rank - 2], array.shape[array.rank - 1])
    let kept = (0..<array.count / columns).filter { $0 % rows % step == 0 }
    let scalars = array.scalars
    return Tensor(
      shape: array.shape.dropLast(2) + [(rows + step - 1) / step, columns],
      scalars: kept.flatMap { scalars[$0 * columns..<($0 + 1) * columns] })
  }
}
