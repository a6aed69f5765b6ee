import Tensors

/// Type of the numbers in a stored tensor, with the names that file formats give it.
package enum ElementType: CaseIterable, Sendable {
  case float64, float32, float16, bfloat16, int64, int32, int16, int8, uint8, bool

  /// Bytes of one number.
  package var byteCount: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Name in a safetensors header.
  package var safetensorsName: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .int64: "I64"
    case .int32: "I32"
    case .int16: "I16"
    case .int8: "I8"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }

  /// Class that PyTorch's pickles name for a storage of these numbers.
  package var torchStorageName: String {
    switch self {
    case .float64: "DoubleStorage"
    case .float32: "FloatStorage"
    case .float16: "HalfStorage"
    case .bfloat16: "BFloat16Storage"
    case .int64: "LongStorage"
    case .int32: "IntStorage"
    case .int16: "ShortStorage"
    case .int8: "CharStorage"
    case .uint8: "ByteStorage"
    case .bool: "BoolStorage"
    }
  }

  /// Reads one little-endian number that starts at `offset`.
  package func value(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
    switch self {
    case .float64: Double(bitPattern: load(UInt64.self, bytes, offset))
    case .float32: Double(Float(bitPattern: load(UInt32.self, bytes, offset)))
    case .float16: Double(Float(halfPrecision: load(UInt16.self, bytes, offset)))
    case .bfloat16: Double(Float(bitPattern: UInt32(load(UInt16.self, bytes, offset)) << 16))
    case .int64: Double(load(Int64.self, bytes, offset))
    case .int32: Double(load(Int32.self, bytes, offset))
    case .int16: Double(load(Int16.self, bytes, offset))
    case .int8: Double(load(Int8.self, bytes, offset))
    case .uint8: Double(load(UInt8.self, bytes, offset))
    case .bool: load(UInt8.self, bytes, offset) == 0 ? 0 : 1
    }
  }

  private func load<Integer: FixedWidthInteger>(
    _ type: Integer.Type, _ bytes: UnsafeRawBufferPointer, _ offset: Int
  ) -> Integer {
    Integer(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }
}
