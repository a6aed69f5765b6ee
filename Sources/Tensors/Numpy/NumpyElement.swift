/// A NumPy element type whose values become `Float`, by the descriptor's letter and size.
package enum NumpyElement: String {
  case float16 = "f2"
  case float32 = "f4"
  case float64 = "f8"
  case int8 = "i1"
  case int16 = "i2"
  case int32 = "i4"
  case int64 = "i8"
  case uint8 = "u1"
  case uint16 = "u2"
  case uint32 = "u4"
  case uint64 = "u8"
  case boolean = "b1"

  /// Splits a descriptor such as `<f4` into the element and whether its bytes are in big-endian order.
  ///
  /// - Throws: `TensorError.unsupportedElement` for anything else, complex numbers included.
  package static func parse(_ descriptor: String) throws -> (element: NumpyElement, isBigEndian: Bool) {
    let order = descriptor.first
    guard order == "<" || order == "|" || order == ">" || order == "=",
      let element = NumpyElement(rawValue: String(descriptor.dropFirst()))
    else { throw TensorError.unsupportedElement(name: descriptor) }
    return (element, order == ">")
  }

  /// The bytes of one element.
  package var size: Int {
    switch self {
    case .int8, .uint8, .boolean: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The first integer that single precision cannot represent; nil if there is none.
  package func firstRounded(in bytes: UnsafeRawBufferPointer, isBigEndian: Bool) -> String? {
    func first<Integer: FixedWidthInteger>(_: Integer.Type) -> String? {
      for index in 0..<(bytes.count / MemoryLayout<Integer>.size) {
        let bits = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Integer>.size, as: Integer.self)
        let value = isBigEndian ? Integer(bigEndian: bits) : Integer(littleEndian: bits)
        if Integer(exactly: Float(value)) != value { return "\(value)" }
      }
      return nil
    }
    return switch self {
    case .int32: first(Int32.self)
    case .int64: first(Int64.self)
    case .uint32: first(UInt32.self)
    case .uint64: first(UInt64.self)
    case .float16, .float32, .float64, .int8, .int16, .uint8, .uint16, .boolean: nil
    }
  }

  /// The elements of `bytes`, each rounded to the nearest `Float`; booleans become 0 and 1.
  package func decode(_ bytes: UnsafeRawBufferPointer, isBigEndian: Bool, into target: UnsafeMutablePointer<Float>) {
    func each<Bits: FixedWidthInteger>(_: Bits.Type, _ convert: (Bits) -> Float) {
      for index in 0..<(bytes.count / MemoryLayout<Bits>.size) {
        let bits = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Bits>.size, as: Bits.self)
        target[index] = convert(isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
      }
    }
    switch self {
    case .float16: each(UInt16.self) { Float(halfPrecision: $0) }
    case .float32: each(UInt32.self) { Float(bitPattern: $0) }
    case .float64: each(UInt64.self) { Float(Double(bitPattern: $0)) }
    case .int8: each(Int8.self) { Float($0) }
    case .int16: each(Int16.self) { Float($0) }
    case .int32: each(Int32.self) { Float($0) }
    case .int64: each(Int64.self) { Float($0) }
    case .uint8: each(UInt8.self) { Float($0) }
    case .uint16: each(UInt16.self) { Float($0) }
    case .uint32: each(UInt32.self) { Float($0) }
    case .uint64: each(UInt64.self) { Float($0) }
    case .boolean: each(UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }
}

extension Float {
  /// The value of IEEE 754 binary16 bits; `Float16` is not available on every processor.
  package init(halfPrecision bits: UInt16) {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    self =
      switch exponent {
      case 0: sign * fraction * 0x1p-24
      case 31: fraction == 0 ? sign * .infinity : .nan
      default: sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      }
  }
}
