/// A value on the stack of `PickleMachine`.
///
/// Containers are indices into a `PickleHeap`: a pickle may refer to one container many times and change it later,
/// and one that nests a million deep must not exhaust the stack when it is released.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case bytes([UInt8])
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case global(PickleGlobal)
  case storage(TorchStorage)
  case tensor(TorchTensor)

  /// A tensor whose numbers cannot be used, with the name of their type.
  case unusableTensor(type: String)

  /// An object that is known to be harmless and irrelevant to weights: a random state, an optimiser's list.
  case opaque
}

/// The objects in the containers of a pickle.
struct PickleHeap {
  private(set) var sequences: [[PickleValue]] = []
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

  mutating func makeSequence(_ items: [PickleValue]) -> Int {
    sequences.append(items)
    return sequences.count - 1
  }

  mutating func makeDictionary() -> Int {
    dictionaries.append([])
    return dictionaries.count - 1
  }

  mutating func append(_ items: [PickleValue], toSequence index: Int) {
    sequences[index].append(contentsOf: items)
  }

  mutating func append(_ pairs: [(key: PickleValue, value: PickleValue)], toDictionary index: Int) {
    dictionaries[index].append(contentsOf: pairs)
  }

  /// Items of a tuple or list; nil for anything else.
  func items(of value: PickleValue) -> [PickleValue]? {
    switch value {
    case .tuple(let index), .list(let index): sequences[index]
    default: nil
    }
  }

  /// A tuple of integers, a shape for one; nil for anything else.
  func integers(of value: PickleValue) -> [Int]? {
    guard let items = items(of: value) else { return nil }
    var integers: [Int] = []
    for item in items {
      guard case .integer(let integer) = item else { return nil }
      integers.append(integer)
    }
    return integers
  }
}

/// Content of a storage of PyTorch.
enum StorageType {
  case numbers(ElementType)
  /// Bytes, whose type is given by the tensors.
  case bytes
  case unusable(name: String, byteCount: Int)

  /// The type that corresponds to a class of PyTorch.
  init?(torchName name: String) {
    if let type = ElementType.allCases.first(where: { $0.torchStorageName == name }) {
      self = .numbers(type)
    } else if name == "UntypedStorage" {
      self = .bytes
    } else if let byteCount = Self.unusableTypes[name] {
      self = .unusable(name: name, byteCount: byteCount)
    } else {
      return nil
    }
  }

  /// Bytes of one element.
  var byteCount: Int {
    switch self {
    case .numbers(let type): type.byteCount
    case .bytes: 1
    case .unusable(_, let byteCount): byteCount
    }
  }

  private static let unusableTypes = [
    "ComplexFloatStorage": 8, "ComplexDoubleStorage": 16, "QInt8Storage": 1, "QUInt8Storage": 1, "QInt32Storage": 4,
    "QUInt4x2Storage": 1, "QUInt2x4Storage": 1,
  ]
}

/// A run of numbers that tensors look into.
struct TorchStorage {
  let key: String
  let type: StorageType

  /// Number of elements.
  let count: Int

  /// Index of the first element, for a view of another storage.
  var start = 0
}

/// A view into a storage, as `torch._utils._rebuild_tensor_v2` describes one.
struct TorchTensor {
  let storage: TorchStorage
  let elementType: ElementType

  /// In elements, as are the strides.
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
