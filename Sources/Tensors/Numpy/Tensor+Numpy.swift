import Files
import Foundation

extension Tensor {
  /// Reads a `.npy` file of floats, integers or booleans, in C or Fortran order, as `numpy.load` does.
  ///
  /// ```swift
  /// let chroma = try Tensor(npy: URL(filePath: "A3_1.npy"))  // shape [12, frames]
  /// ```
  /// - Throws: `TensorError.unreadable`, `.malformedNumpy`, `.unsupportedElement`, or `.roundedInteger` for a whole number
  ///   beyond single precision.
  public init(npy url: URL) throws {
    do {
      try self.init(npyData: Data(contentsOf: url))
    } catch let error as TensorError {
      throw error.inFile(url)
    } catch {
      throw TensorError.unreadable(path: url.path, reason: SystemReason.of(error))
    }
  }

  /// Reads the bytes of a `.npy` file.
  ///
  /// - Throws: `TensorError.malformedNumpy`, `.unsupportedElement` or `.roundedInteger`.
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
    try bytes.withUnsafeBytes { raw in
      let elements = UnsafeRawBufferPointer(rebasing: raw[header.dataOffset..<(header.dataOffset + size)])
      if let value = element.firstRounded(in: elements, isBigEndian: isBigEndian) {
        throw TensorError.roundedInteger(value: value)
      }
      element.decode(elements, isBigEndian: isBigEndian, into: target)
    }
    if header.isFortranOrder { self = permuted(Array((0..<rank).reversed())) }
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
      try AtomicFile.write(npyData(), to: url)
    } catch {
      throw TensorError.unwritable(path: url.path, reason: error.reason)
    }
  }

  /// The number of bytes that a header's shape needs.
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
}
