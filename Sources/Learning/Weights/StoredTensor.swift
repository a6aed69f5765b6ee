import Tensors

/// A tensor as a weight file holds it: any element type, row-major, its bytes untouched.
package struct StoredTensor: Sendable {
  /// Name in the state dictionary, `layer1.0.conv1.weight`, say.
  package let name: String

  package let elementType: ElementType

  /// Length of each axis; empty for a single number.
  package let shape: [Int]

  /// Little-endian, row-major.
  package let bytes: [UInt8]

  package init(name: String, elementType: ElementType, shape: [Int], bytes: [UInt8]) {
    precondition(
      bytes.count == shape.reduce(elementType.byteCount, *),
      "\(name): \(bytes.count) bytes do not fill \(shape) of \(elementType)")
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
  }

  /// Stores a tensor as it is, in single precision.
  package init(name: String, _ tensor: Tensor) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tensor.shape.reduce(4, *))
    tensor.withUnsafeScalars { scalars in
      for scalar in scalars {
        withUnsafeBytes(of: scalar.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    self.init(name: name, elementType: .float32, shape: tensor.shape, bytes: bytes)
  }

  /// Stores integers, `num_batches_tracked` for one.
  package init(name: String, integer: Int) {
    let bytes = withUnsafeBytes(of: Int64(integer).littleEndian, Array.init)
    self.init(name: name, elementType: .int64, shape: [], bytes: bytes)
  }

  /// Every number, exactly (64-bit integers beyond 2⁵³ are rounded).
  package var values: [Double] {
    let size = elementType.byteCount
    return bytes.withUnsafeBytes { raw in
      (0..<(raw.count / size)).map { elementType.value(in: raw, at: $0 * size) }
    }
  }

  /// The numbers in single precision.
  package var tensor: Tensor {
    Tensor(shape: shape, scalars: scalars)
  }

  private var scalars: [Float] {
    guard elementType == .float32 else { return values.map { Float($0) } }
    return bytes.withUnsafeBytes { raw in
      (0..<(raw.count / 4)).map {
        Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    }
  }
}
