import Tensors

/// Type of the numbers in a stored tensor, with the names that file formats give it.
package enum ElementType: CaseIterable, Sendable {
  case float64, float32, float16, bfloat16
  /// 1 sign, 4 exponent and 3 fraction bits without infinities (`float8_e4m3fn`), and 1, 5 and 2 with them.
  case float8E4M3, float8E5M2
  /// Powers of two, only 8 exponent bits (`float8_e8m0fnu`).
  case float8E8M0
  case int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool

  /// Bytes of one number.
  package var byteCount: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float8E4M3, .float8E5M2, .float8E8M0, .int8, .uint8, .bool: 1
    }
  }

  /// Name in a safetensors header.
  package var safetensorsName: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float8E4M3: "F8_E4M3"
    case .float8E5M2: "F8_E5M2"
    case .float8E8M0: "F8_E8M0"
    case .int64: "I64"
    case .int32: "I32"
    case .int16: "I16"
    case .int8: "I8"
    case .uint64: "U64"
    case .uint32: "U32"
    case .uint16: "U16"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }

  /// Name of PyTorch's storage class for these numbers; nil if the storage is untyped.
  package var torchStorageName: String? {
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
    case .float8E4M3, .float8E5M2, .float8E8M0, .uint64, .uint32, .uint16: nil
    }
  }

  /// Name of PyTorch's type, without its module.
  package var torchTypeName: String {
    switch self {
    case .float8E4M3: "float8_e4m3fn"
    case .float8E5M2: "float8_e5m2"
    case .float8E8M0: "float8_e8m0fnu"
    default: "\(self)"
    }
  }

  /// True if the numbers are whole.
  package var isInteger: Bool {
    switch self {
    case .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8, .bool: true
    case .float64, .float32, .float16, .bfloat16, .float8E4M3, .float8E5M2, .float8E8M0: false
    }
  }

  /// Reads one little-endian number that starts at `offset`.
  package func value(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
    switch self {
    case .float64: Double(bitPattern: load(UInt64.self, bytes, offset))
    case .float32: Double(Float(bitPattern: load(UInt32.self, bytes, offset)))
    case .float16: Double(Float(halfPrecision: load(UInt16.self, bytes, offset)))
    case .bfloat16: Double(Float(bitPattern: UInt32(load(UInt16.self, bytes, offset)) << 16))
    case .float8E4M3: Self.float8E4M3(load(UInt8.self, bytes, offset))
    // The upper half of a float16.
    case .float8E5M2: Double(Float(halfPrecision: UInt16(load(UInt8.self, bytes, offset)) << 8))
    case .float8E8M0: Self.float8E8M0(load(UInt8.self, bytes, offset))
    case .int64: Double(load(Int64.self, bytes, offset))
    case .int32: Double(load(Int32.self, bytes, offset))
    case .int16: Double(load(Int16.self, bytes, offset))
    case .int8: Double(load(Int8.self, bytes, offset))
    case .uint64: Double(load(UInt64.self, bytes, offset))
    case .uint32: Double(load(UInt32.self, bytes, offset))
    case .uint16: Double(load(UInt16.self, bytes, offset))
    case .uint8: Double(load(UInt8.self, bytes, offset))
    case .bool: load(UInt8.self, bytes, offset) == 0 ? 0 : 1
    }
  }

  /// Reads one little-endian whole number that starts at `offset`; nil for a fraction or one beyond 64 bits.
  package func integer(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Int? {
    switch self {
    case .int64: Int(load(Int64.self, bytes, offset))
    case .uint64: Int(exactly: load(UInt64.self, bytes, offset))
    default: Int(exactly: value(in: bytes, at: offset))
    }
  }

  /// Source: Micikevicius et al., “FP8 formats for deep learning”, 2022, arXiv:2209.05433, table 1.
  private static func float8E4M3(_ bits: UInt8) -> Double {
    let sign: Double = bits & 0x80 == 0 ? 1 : -1
    let (exponent, fraction) = (Int(bits >> 3 & 0xF), Double(bits & 7))
    if exponent == 15 && fraction == 7 { return .nan }
    if exponent == 0 { return sign * fraction * 0x1p-9 }
    return sign * Double(sign: .plus, exponent: exponent - 7, significand: 1 + fraction / 8)
  }

  /// Source: Open Compute Project, “Microscaling formats (MX)”, 2023, section 5.4.1.
  private static func float8E8M0(_ bits: UInt8) -> Double {
    bits == 0xFF ? .nan : Double(sign: .plus, exponent: Int(bits) - 127, significand: 1)
  }

  private func load<Integer: FixedWidthInteger>(
    _ type: Integer.Type, _ bytes: UnsafeRawBufferPointer, _ offset: Int
  ) -> Integer {
    Integer(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }
}
