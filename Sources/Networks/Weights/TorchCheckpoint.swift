import Files
import Foundation
import Tensors

/// The tensors of a file that `torch.save` wrote, in its zip format or in the older one.
///
/// The file contains a state dictionary, or a dictionary with one under `model` (as fastai's `Learner.save` writes),
/// `state_dict`, `model_state_dict` or any other name, if it is the only one. Nothing in it is ever run; see
/// `PickleMachine`.
package enum TorchCheckpoint {
  /// Reads a whole file's bytes.
  ///
  /// - Throws: `NetworkError.corruptWeights` or `.forbiddenPickle`.
  package static func decode(_ data: Data, file: String) throws -> Safetensors.Contents {
    try data.withUnsafeBytes { bytes in
      bytes.starts(with: "PK".utf8) ? try decodeZip(bytes, file: file) : try decodeLegacy(bytes, file: file)
    }
  }

  // MARK: - The zip container

  private static func decodeZip(_ bytes: UnsafeRawBufferPointer, file: String) throws -> Safetensors.Contents {
    func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: reason) }
    let members = try unpack(bytes, file: file)
    guard let pickleName = members.keys.filter({ $0.hasSuffix("/data.pkl") }).min(), let pickle = members[pickleName]
    else { throw corrupt("it is a zip file without data.pkl") }
    let folder = pickleName.dropLast("data.pkl".count)
    if let order = members["\(folder)byteorder"], order != Array("little".utf8) {
      throw corrupt("its numbers are not little-endian")
    }
    return try pickle.withUnsafeBytes { pickle in
      var machine = PickleMachine(pickle, file: file)
      let root = try machine.run()
      return try materialize(root, in: machine.heap, fileSize: bytes.count, file: file) { storage in
        guard let content = members["\(folder)data/\(storage.key)"] else {
          throw corrupt("it lacks storage \(storage.key)")
        }
        return content
      }
    }
  }

  /// The members of the archive by name.
  private static func unpack(_ bytes: UnsafeRawBufferPointer, file: String) throws -> [String: [UInt8]] {
    do {
      let entries = try ZipArchive.entries(of: bytes, limit: maximumBytes(fileSize: bytes.count))
      return try Dictionary(entries.map { ($0.name, $0.content) }) { _, _ in
        throw NetworkError.corruptWeights(file: file, reason: "two members of its archive have one name")
      }
    } catch let error as ArchiveError {
      throw NetworkError.corruptWeights(file: file, reason: error.reason)
    }
  }

  /// Tensors can share a storage and members can be packed, but a file whose tensors need far more bytes than it has is
  /// an attack on memory.
  private static func maximumBytes(fileSize: Int) -> Int { 16 * fileSize + 1 << 24 }

  // MARK: - The container before PyTorch 1.6

  /// Low 64 bits of the number 0x1950a86a20f9469cfc6c that such a file starts with.
  private static let magicNumber = Int(bitPattern: 0xA86A_20F9_469C_FC6C)

  private static func decodeLegacy(_ bytes: UnsafeRawBufferPointer, file: String) throws -> Safetensors.Contents {
    func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: reason) }
    guard bytes.first == 0x80 else { throw corrupt("it is neither a zip file nor a pickle") }
    var offset = 0
    func next() throws -> (value: PickleValue, machine: PickleMachine) {
      var machine = PickleMachine(bytes, at: offset, file: file)
      let value = try machine.run()
      offset = machine.offset
      return (value, machine)
    }
    guard case .integer(magicNumber) = try next().value else { throw corrupt("it lacks PyTorch's magic number") }
    guard case .integer(1001) = try next().value else { throw corrupt("its version is not 1001") }
    _ = try next()  // sizes of the types of the machine that wrote it
    let root = try next()
    let keys = try next()
    guard let names = keys.machine.heap.items(of: keys.value) else {
      throw corrupt("it lacks the list of its storages")
    }

    var places: [String: (start: Int, count: Int)] = [:]
    for name in names {
      guard case .string(let key) = name, bytes.count - offset >= 8 else { throw corrupt("its storages are cut short") }
      let count = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
      offset += 8
      guard let size = root.machine.storages[key]?.type.byteCount else {
        throw corrupt("its storage \(key) belongs to no tensor")
      }
      guard count >= 0, count <= (bytes.count - offset) / size else { throw corrupt("its storages are cut short") }
      places[key] = (offset, Int(count) * size)
      offset += Int(count) * size
    }
    return try materialize(root.value, in: root.machine.heap, fileSize: bytes.count, file: file) { storage in
      guard let place = places[storage.key] else { throw corrupt("it lacks storage \(storage.key)") }
      return Array(bytes[place.start..<(place.start + place.count)])
    }
  }

  // MARK: - From views to tensors

  private static func materialize(
    _ root: PickleValue, in heap: PickleHeap, fileSize: Int, file: String,
    storageBytes: (TorchStorage) throws -> [UInt8]
  ) throws -> Safetensors.Contents {
    func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: reason) }
    var cache: [String: [UInt8]] = [:]
    var budget = maximumBytes(fileSize: fileSize)
    var names: Set<String> = []
    var contents = Safetensors.Contents(tensors: [])
    for (key, value) in try stateDictionary(root, in: heap, file: file) {
      guard value.isTensor else { continue }
      guard case .string(let name) = key else { throw corrupt("a tensor has a key that is not a string") }
      guard names.insert(name).inserted else { throw corrupt("“\(name)” occurs twice") }
      guard case .tensor(let view) = value else {
        if case .unusableTensor(let type) = value { contents.unusable.append(UnusableTensor(name: name, type: type)) }
        continue
      }
      let count = try view.checkedCount(name: name, file: file)
      let (byteCount, overflow) = count.multipliedReportingOverflow(by: view.elementType.byteCount)
      guard !overflow, byteCount <= budget else { throw corrupt("its tensors need far more bytes than it has") }
      budget -= byteCount
      let storage = try cache[view.storage.key] ?? storageBytes(view.storage)
      cache[view.storage.key] = storage
      guard storage.count / view.storage.type.byteCount >= view.storage.count else {
        throw corrupt("storage \(view.storage.key) is cut short")
      }
      contents.tensors.append(
        StoredTensor(
          name: name, elementType: view.elementType, shape: view.shape,
          data: Data(view.rowMajorBytes(of: storage, count: count))))
    }
    return contents
  }

  /// Finds the dictionary that names the tensors.
  private static func stateDictionary(
    _ root: PickleValue, in heap: PickleHeap, file: String
  ) throws -> [(key: PickleValue, value: PickleValue)] {
    guard case .dictionary(let index) = root else {
      throw NetworkError.corruptWeights(file: file, reason: "it contains no dictionary of tensors")
    }
    func tensorCount(_ entries: [(key: PickleValue, value: PickleValue)]) -> Int { entries.count { $0.value.isTensor } }
    let entries = heap.dictionaries[index]
    let inner = entries.compactMap { key, value in
      if case .string(let name) = key, case .dictionary(let place) = value {
        (name, heap.dictionaries[place])
      } else {
        nil
      }
    }
    let candidates = inner.filter { tensorCount($0.1) > 0 }
    for known in ["model", "state_dict", "model_state_dict"] {
      if let candidate = candidates.first(where: { $0.0 == known }) { return candidate.1 }
    }
    // One or two tensors beside a whole dictionary of them are not a model, but for example the best score or the rates
    // of the classes.
    let own = tensorCount(entries)
    if entries.isEmpty || (own > 0 && candidates.allSatisfy { tensorCount($0.1) <= own }) { return entries }
    if candidates.count == 1 { return candidates[0].1 }
    let keys = entries.compactMap { if case .string(let name) = $0.key { "“\(name)”" } else { nil } }.prefix(5)
    throw NetworkError.corruptWeights(
      file: file,
      reason: candidates.isEmpty
        ? "it contains no dictionary of tensors\(keys.isEmpty ? "" : ", but \(keys.joined(separator: ", "))")"
        : "it holds several dictionaries of tensors: \(candidates.map { "“\($0.0)”" }.joined(separator: ", "))")
  }
}

extension PickleValue {
  fileprivate var isTensor: Bool {
    switch self {
    case .tensor, .unusableTensor: true
    default: false
    }
  }
}

extension TorchTensor {
  /// Number of elements, after checking that all of them are inside the storage.
  fileprivate func checkedCount(name: String, file: String) throws -> Int {
    func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: "“\(name)” \(reason)") }
    guard shape.count == strides.count, offset >= 0, (shape + strides).allSatisfy({ $0 >= 0 }) else {
      throw corrupt("has the impossible shape \(shape) with strides \(strides)")
    }
    guard (try? Tensor.byteCount(shape, elementSize: elementType.byteCount)) != nil else {
      throw corrupt("has the impossible shape \(shape)")
    }
    guard !shape.contains(0) else { return 0 }
    var last = offset
    for (length, stride) in zip(shape, strides) {
      let (reach, tooFar) = (length - 1).multipliedReportingOverflow(by: stride)
      let (sum, beyond) = last.addingReportingOverflow(reach)
      guard !tooFar, !beyond else { throw corrupt("has the impossible strides \(strides)") }
      last = sum
    }
    let elementCount = storage.count / (elementType.byteCount / storage.type.byteCount)
    guard last < elementCount else {
      throw corrupt("uses element \(last) of a storage of \(elementCount)")
    }
    return shape.reduce(1, *)
  }

  /// Copies the view out, row by row.
  fileprivate func rowMajorBytes(of storage: [UInt8], count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    let size = elementType.byteCount
    if strides == Self.contiguousStrides(of: shape) {
      return Array(storage[(offset * size)..<((offset + count) * size)])
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * size)
    var index = [Int](repeating: 0, count: shape.count)
    for _ in 0..<count {
      let element = zip(index, strides).reduce(offset) { $0 + $1.0 * $1.1 }
      bytes.append(contentsOf: storage[(element * size)..<((element + 1) * size)])
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
    return bytes
  }

  private static func contiguousStrides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }
}
