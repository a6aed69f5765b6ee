/// Removes the prefixes that PyTorch's model wrappers add to the names of its tensors.
extension Safetensors.Contents {
  /// `DataParallel` and `DistributedDataParallel` put `module.` there, `torch.compile` puts `_orig_mod.`
  private static let wrappers = ["module.", "_orig_mod."]

  /// The contents with the names of a model that has no such part itself.
  ///
  /// A prefix goes only if every tensor has it.
  package func unwrapped(for model: some Layer) -> Safetensors.Contents {
    let names = model.namedStates.map(\.name)
    var contents = self
    while let prefix = Self.wrappers.first(where: { prefix in
      contents.isWrapped(by: prefix) && !names.contains { $0.hasPrefix(prefix) }
    }) {
      contents.tensors = contents.tensors.map { tensor in
        tensor.isOptimizers ? tensor : tensor.renamed(String(tensor.name.dropFirst(prefix.count)))
      }
      contents.unusable = contents.unusable.map { tensor in
        UnusableTensor(name: String(tensor.name.dropFirst(prefix.count)), type: tensor.type)
      }
    }
    return contents
  }

  private func isWrapped(by prefix: String) -> Bool {
    let names = weights.map(\.name) + unusable.map(\.name)
    return !names.isEmpty && names.allSatisfy { $0.hasPrefix(prefix) && $0.count > prefix.count }
  }
}
