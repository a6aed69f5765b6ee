import Foundation

extension Tensor {
  /// Reads a `.npy` file of floats, integers or booleans, in C or Fortran order, as `numpy.load` does.
  ///
  /// ```swift
  /// let chroma = try Tensor(npy: URL(filePath: "A3_1.npy"))  // shape [12, frames]
  /// ```
  /// - Throws: `TensorError.unreadable`, `.malformedNumpy` or `.unsupportedElement`.
  public init(npy url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw TensorError.unreadable(path: url.path, reason: error.localizedDescription)
    }
    try self.init(npyData: data)
  }

  /// Reads the bytes of a `.npy` file.
  ///
  /// - Throws: `TensorError.malformedNumpy` or `.unsupportedElement`.
  public init(npyData data: Data) throws {
    let bytes = [UInt8](data)
    let header = try NumpyHeader(parsing: bytes)
    let (element, isBigEndian) = try NumpyElement.parse(header.descriptor)
    let size = try Self.byteCount(header.shape, elementSize: element.size)
    guard bytes.count - header.dataOffset >= size else {
      throw TensorError.malformedNumpy(
        reason: "shape \(header.shape) needs \(size) bytes, but \(bytes.count - header.dataOffset) follow the header")
    }
    self.init(uninitialized: header.isFortranOrder ? header.shape.reversed() : header.shape)
    let target = storage.base
    bytes.withUnsafeBytes { raw in
      element.decode(
        UnsafeRawBufferPointer(rebasing: raw[header.dataOffset..<(header.dataOffset + size)]),
        isBigEndian: isBigEndian, into: target)
    }
    if header.isFortranOrder { self = reversingAxes() }
  }

  /// The bytes of a version 1 `.npy` file with little-endian float32 elements in C order.
  public func npyData() -> Data {
    var data = Data(NumpyHeader.encoded(descriptor: "<f4", shape: shape))
    withUnsafeScalars { data.append(Data(buffer: $0)) }
    return data
  }

  /// Writes a `.npy` file that `numpy.load` reads; an older file is replaced whole or not at all.
  ///
  /// - Throws: `TensorError.unwritable`.
  public func write(npy url: URL) throws {
    do {
      try npyData().write(to: url, options: .atomic)
    } catch {
      throw TensorError.unwritable(path: url.path, reason: error.localizedDescription)
    }
  }

  /// The bytes that a header's shape asks for.
  package static func byteCount(_ shape: [Int], elementSize: Int) throws -> Int {
    // An axis of 0 counts as 1 here: the axes beside it must fit memory in any order.
    var size = elementSize
    for length in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: Swift.max(1, length))
      guard !overflow else { throw TensorError.malformedNumpy(reason: "shape \(shape) is larger than memory") }
      size = product
    }
    return shape.contains(0) ? 0 : size
  }

  /// The transpose that puts the last axis first, which turns Fortran order into C order.
  private func reversingAxes() -> Tensor {
    let result = Tensor(uninitialized: shape.reversed())
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    var index = [Int](repeating: 0, count: rank)
    var source = 0
    for target in 0..<count {
      result.storage.base[target] = storage.base[source]
      var axis = 0
      while axis < rank {
        index[axis] += 1
        source += strides[axis]
        if index[axis] < shape[axis] { break }
        source -= strides[axis] * shape[axis]
        index[axis] = 0
        axis += 1
      }
    }
    return result
  }
}
