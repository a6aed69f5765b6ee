/// The names that a pickle of weights may refer to; all others are refused before anything is made of them.
///
/// None of them is ever called: the machine knows what each would have built.
enum PickleGlobal {
  /// `collections.OrderedDict`
  case orderedDictionary

  /// `torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)`, and its predecessor.
  case rebuildTensor

  /// `torch._utils._rebuild_parameter(tensor, requires_grad, hooks)`
  case rebuildParameter

  /// `torch.FloatStorage` and its kin.
  case storage(ElementType)

  /// Something that stands beside the weights in a learner's file and that is not looked at.
  case harmless

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", _):
      if let type = ElementType.allCases.first(where: { $0.torchStorageName == name }) {
        self = .storage(type)
      } else if Self.harmlessTorchNames.contains(name) {
        self = .harmless
      } else {
        return nil
      }
    case _ where Self.harmlessNames.contains("\(module).\(name)"): self = .harmless
    default: return nil
    }
  }

  private static let harmlessTorchNames: Set<String> = [
    "Size", "device", "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool",
    "strided", "contiguous_format",
  ]

  private static let harmlessNames: Set<String> = [
    "fastcore.foundation.L", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.dtype",
    "numpy.ndarray", "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct", "_codecs.encode",
  ]
}
