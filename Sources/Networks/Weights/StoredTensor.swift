import Foundation
import Tensors

/// A tensor as stored in a weight file: any element type, row-major, with unchanged bytes.
///
/// A tensor that was read is a slice of the file, and a tensor to be written shares memory: a file is never in memory
/// twice.
package struct StoredTensor: Sendable {
  private enum Contents: Sendable {
    /// Little-endian, row-major.
    case data(Data)
    case tensor(Tensor)
  }

  /// Name in the state dictionary, `layer1.0.conv1.weight`, say.
  package let name: String

  package let elementType: ElementType

  /// Length of each axis; empty for a single number.
  package let shape: [Int]

  private let contents: Contents

  /// Keeps the bytes, or the slice of the file that contains them.
  package init(name: String, elementType: ElementType, shape: [Int], data: Data) {
    require(
      data.count == shape.reduce(elementType.byteCount, *),
      "\(name): \(data.count) bytes do not match shape \(shape) of \(elementType)")
    self.name = name
    self.elementType = elementType
    self.shape = shape
    contents = .data(data)
  }

  /// Stores a tensor as it is, in single precision.
  package init(name: String, _ tensor: Tensor) {
    self.name = name
    elementType = .float32
    shape = tensor.shape
    contents = .tensor(tensor.detached)
  }

  /// Stores integers, `num_batches_tracked` for one.
  package init(name: String, integer: Int) {
    let data = withUnsafeBytes(of: Int64(integer).littleEndian) { Data($0) }
    self.init(name: name, elementType: .int64, shape: [], data: data)
  }

  /// A copy under another name.
  package func renamed(_ name: String) -> StoredTensor { StoredTensor(name, elementType, shape, contents) }

  private init(_ name: String, _ elementType: ElementType, _ shape: [Int], _ contents: Contents) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.contents = contents
  }

  /// Length in bytes.
  package var byteCount: Int { shape.reduce(elementType.byteCount, *) }

  /// A copy of the bytes, little-endian and row-major.
  package var bytes: [UInt8] { withBytes { Array($0) } }

  /// Reads the bytes in place; they must not outlive `body`.
  ///
  /// - Throws: The error that `body` throws.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    switch contents {
    case .data(let data): try data.withUnsafeBytes(body)
    // All supported machines are little-endian, like the format.
    case .tensor(let tensor): try tensor.withUnsafeScalars { try body(UnsafeRawBufferPointer($0)) }
    }
  }

  /// Every number, exactly; nil if one of them is not a whole number of 64 bits.
  package var integers: [Int]? {
    let size = elementType.byteCount
    return withBytes { raw in
      let numbers = (0..<(raw.count / size)).map { elementType.integer(in: raw, at: $0 * size) }
      return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
    }
  }

  /// The first integer that single precision cannot represent; nil if there is none.
  package var roundedInteger: Int? {
    guard elementType.isInteger, elementType.byteCount > 2 else { return nil }
    let size = elementType.byteCount
    return withBytes { raw in
      for index in 0..<(raw.count / size) {
        guard let number = elementType.integer(in: raw, at: index * size) else { return .max }
        if Int(exactly: Float(number)) != number { return number }
      }
      return nil
    }
  }

  /// Every number, exactly (64-bit integers beyond 2⁵³ are rounded).
  package var values: [Double] {
    let size = elementType.byteCount
    return withBytes { raw in
      (0..<(raw.count / size)).map { elementType.value(in: raw, at: $0 * size) }
    }
  }

  /// The numbers in single precision.
  package var tensor: Tensor {
    if case .tensor(let tensor) = contents { return tensor }
    return Tensor(shape: shape, scalars: scalars)
  }

  private var scalars: [Float] {
    guard elementType == .float32 else { return values.map { Float($0) } }
    return withBytes { raw in
      (0..<(raw.count / 4)).map {
        Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    }
  }
}
