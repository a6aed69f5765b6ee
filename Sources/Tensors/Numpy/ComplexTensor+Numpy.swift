import Files
import Foundation

extension ComplexTensor {
  /// Reads a `.npy` file of complex numbers in single or double precision, in C order, as `numpy.load` does.
  ///
  /// - Throws: `TensorError.unreadable`, `.malformedNumpy` or `.unsupportedElement`.
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
  /// - Throws: `TensorError.malformedNumpy`, also for Fortran order, or `.unsupportedElement`.
  public init(npyData data: Data) throws {
    let bytes = [UInt8](data)
    let header = try NumpyHeader(parsing: bytes)
    let part: NumpyElement
    switch header.descriptor.dropFirst() {
    case "c8": part = .float32
    case "c16": part = .float64
    default: throw TensorError.unsupportedElement(name: header.descriptor)
    }
    guard !header.isFortranOrder || header.shape.count < 2 else {
      throw TensorError.malformedNumpy(
        reason: "complex numbers are in Fortran order; copy with numpy.ascontiguousarray")
    }
    let size = try Tensor.byteCount(header.shape, elementSize: 2 * part.size)
    guard bytes.count - header.dataOffset >= size else {
      throw TensorError.malformedNumpy(
        reason: "shape \(header.shape) needs \(size) bytes, but \(bytes.count - header.dataOffset) follow the header")
    }
    let count = size / part.size
    let parts = [Float](unsafeUninitializedCapacity: count) { target, initialized in
      bytes.withUnsafeBytes { raw in
        if let base = target.baseAddress {
          part.decode(
            UnsafeRawBufferPointer(rebasing: raw[header.dataOffset..<header.dataOffset + size]),
            isBigEndian: header.descriptor.first == ">", into: base)
        }
      }
      initialized = count
    }
    self.init(shape: header.shape, interleaved: parts)
  }

  /// The bytes of a version 1 `.npy` file with little-endian complex64 elements in C order.
  public func npyData() -> Data {
    Data(NumpyHeader.encoded(descriptor: "<c8", shape: shape))
      + interleaved.withUnsafeBufferPointer { Data(buffer: $0) }
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
}
