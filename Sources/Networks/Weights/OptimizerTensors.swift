/// Distinguishes a model's tensors from its optimiser's, which a learner saves in the same file.
extension Safetensors.Contents {
  /// Prefix of the names of tensors that are the optimiser's; no part of a model has it.
  package static let optimizerPrefix = "etude.optimizer."

  /// Key of the metadata that describe the optimiser's state.
  package static let optimizerStateKey = "etude.learner"

  /// The model's tensors.
  package var weights: [StoredTensor] { tensors.filter { !$0.isOptimizers } }

  /// The contents with today's names; in old files the optimiser's tensors begin with only `optimizer.`.
  package var withCurrentNames: Safetensors.Contents {
    guard metadata[Self.optimizerStateKey] != nil, !tensors.contains(where: \.isOptimizers) else { return self }
    var contents = self
    contents.tensors = tensors.map { tensor in
      let isOlder = tensor.name.wholeMatch(of: /optimizer\.\d+\.\d+\.(average|squares)/) != nil
      return isOlder ? tensor.renamed("etude.\(tensor.name)") : tensor
    }
    return contents
  }
}

extension StoredTensor {
  /// True if the tensor is the optimiser's.
  var isOptimizers: Bool { name.hasPrefix(Safetensors.Contents.optimizerPrefix) }
}
