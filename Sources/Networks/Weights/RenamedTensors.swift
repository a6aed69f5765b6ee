extension Safetensors.Contents {
  /// The contents with the tensors renamed by a function, without those for which it returns nil.
  ///
  /// - Throws: `NetworkError.sameName` if two tensors would have the same name; errors of the function.
  func renamed(by rename: (String) throws -> String?, file: String) throws -> Safetensors.Contents {
    var contents = self
    var origins: [String: String] = [:]
    contents.tensors = try tensors.compactMap { tensor in
      guard !tensor.isOptimizers else { return tensor }
      guard let name = try rename(tensor.name) else { return nil }
      if let other = origins.updateValue(tensor.name, forKey: name) {
        throw NetworkError.sameName(file: file, names: [other, tensor.name], renamed: name)
      }
      return tensor.renamed(name)
    }
    contents.unusable = try unusable.compactMap { tensor in
      try rename(tensor.name).map { UnusableTensor(name: $0, type: tensor.type) }
    }
    return contents
  }
}
