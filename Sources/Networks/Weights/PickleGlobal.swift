/// The names that a pickle of weights may refer to; all others are rejected before anything is built.
///
/// None of them is ever called: the machine knows the result of each.
enum PickleGlobal {
  /// `collections.OrderedDict`
  case orderedDictionary

  /// `torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)`, and its predecessor.
  case rebuildTensor

  /// `torch._utils._rebuild_tensor_v3(storage, offset, shape, strides, requires_grad, hooks, type, metadata)`
  case rebuildTypedTensor

  /// `torch._utils._rebuild_parameter(tensor, requires_grad, hooks)`
  case rebuildParameter

  /// Functions that make tensors of other kinds: quantised or sparse ones.
  case rebuildUnusable(kind: String)

  /// `torch.FloatStorage` and its kin.
  case storage(StorageType)

  /// `torch.float32` and its kin.
  case elementType(ElementType)

  /// A tensor that is not a weight, in a learner's file, and is ignored.
  case harmless

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTypedTensor
    case ("torch._utils", "_rebuild_parameter"), ("torch._utils", "_rebuild_parameter_with_state"):
      self = .rebuildParameter
    case ("torch._utils", _):
      guard let kind = Self.unusableKinds[name] else { return nil }
      self = .rebuildUnusable(kind: kind)
    case ("torch.storage", "UntypedStorage"): self = .storage(.bytes)
    case ("torch.cuda", _):
      guard let type = StorageType(torchName: name) else { return nil }
      self = .storage(type)
    case ("torch", _):
      if let type = StorageType(torchName: name) {
        self = .storage(type)
      } else if let type = ElementType.allCases.first(where: { $0.torchTypeName == name }) {
        self = .elementType(type)
      } else if Self.harmlessTorchNames.contains(name) {
        self = .harmless
      } else {
        return nil
      }
    case _ where Self.harmlessNames.contains("\(module).\(name)"): self = .harmless
    default: return nil
    }
  }

  private static let unusableKinds = [
    "_rebuild_qtensor": "quantised", "_rebuild_sparse_tensor": "sparse", "_rebuild_sparse_csr_tensor": "sparse",
    "_rebuild_nested_tensor": "nested", "_rebuild_meta_tensor_no_storage": "meta",
  ]

  private static let harmlessTorchNames: Set<String> = [
    "Size", "device", "strided", "contiguous_format", "complex64", "complex128", "complex32",
    "float8_e4m3fnuz", "float8_e5m2fnuz", "float4_e2m1fn_x2", "quint8", "qint8", "qint32", "per_tensor_affine",
    "per_channel_affine", "per_tensor_symmetric", "per_channel_symmetric",
  ]

  private static let harmlessNames: Set<String> = [
    "torch.serialization._get_layout", "fastcore.foundation.L", "numpy.core.multiarray.scalar",
    "numpy._core.multiarray.scalar", "numpy.dtype",
    "numpy.ndarray", "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct", "_codecs.encode",
  ]
}
