import Learning
import Networks

extension Learner {
  /// The bytes of all tensors that the model's file would hold.
  var storedBytes: [[UInt8]] { model.storedTensors.map(\.bytes) }
}
