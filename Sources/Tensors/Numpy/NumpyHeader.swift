import Foundation

/// The head of a `.npy` file: the format of the bytes after it (NumPy enhancement proposal 1, format versions 1 to 3).
package struct NumpyHeader: Equatable {
  /// NumPy's name of the element type with its byte order, such as `<f4`.
  package var descriptor: String
  /// True if the first axis varies fastest.
  package var isFortranOrder: Bool
  /// The length of every axis.
  package var shape: [Int]
  /// The offset of the elements in the file, in bytes.
  package var dataOffset: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Reads the head of a file's bytes.
  ///
  /// - Throws: `TensorError.malformedNumpy`.
  package init(parsing bytes: [UInt8]) throws {
    guard !bytes.starts(with: "PK".utf8) else {
      throw TensorError.malformedNumpy(reason: "it is an archive of arrays, which NumpyArchive reads")
    }
    guard bytes.count >= 10, Array(bytes[0..<6]) == Self.magic else {
      throw TensorError.malformedNumpy(reason: "it does not start with \\x93NUMPY")
    }
    let major = bytes[6]
    guard (1...3).contains(major) else {
      throw TensorError.malformedNumpy(reason: "format version \(major) is unknown")
    }
    let lengthBytes = major == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthBytes else { throw TensorError.malformedNumpy(reason: "its header is cut short") }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    dataOffset = 8 + lengthBytes + length
    guard dataOffset <= bytes.count else { throw TensorError.malformedNumpy(reason: "its header is cut short") }
    var parser = LiteralParser(bytes[(8 + lengthBytes)..<dataOffset])
    (descriptor, isFortranOrder, shape) = try parser.header()
  }

  /// The bytes of a version 1 head for C-order elements, padded so the elements begin at a multiple of 64.
  package static func encoded(descriptor: String, shape: [Int]) -> [UInt8] {
    let axes = shape.map { "\($0)," }.joined(separator: " ")
    let tuple = shape.count == 1 ? "(\(axes))" : "(\(axes.hasSuffix(",") ? String(axes.dropLast()) : axes))"
    var text = Array("{'descr': '\(descriptor)', 'fortran_order': False, 'shape': \(tuple), }".utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: 63 - (10 + text.count) % 64)
    text.append(UInt8(ascii: "\n"))
    return magic + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + text
  }
}

/// Parses the Python dictionary of a header.
private struct LiteralParser {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func header() throws -> (String, Bool, [Int]) {
    var descriptor: String?
    var order: Bool?
    var shape: [Int]?
    try expect("{")
    while !accept("}") {
      let key = try string()
      try expect(":")
      switch key {
      case "descr": descriptor = try elementDescriptor()
      case "fortran_order": order = try boolean()
      case "shape": shape = try tuple()
      default: throw TensorError.malformedNumpy(reason: "its header has the unknown key '\(key)'")
      }
      if !accept(",") {
        try expect("}")
        break
      }
    }
    guard let descriptor, let order, let shape else {
      throw TensorError.malformedNumpy(reason: "its header lacks descr, fortran_order or shape")
    }
    return (descriptor, order, shape)
  }

  private mutating func elementDescriptor() throws -> String {
    skipSpaces()
    if rest.first == UInt8(ascii: "[") { throw TensorError.unsupportedElement(name: "structured records") }
    return try string()
  }

  private mutating func string() throws -> String {
    skipSpaces()
    guard let quote = rest.popFirst(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let end = rest.firstIndex(of: quote)
    else { throw TensorError.malformedNumpy(reason: "its header has no string where one is needed") }
    defer { rest = rest[(end + 1)...] }
    return String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
  }

  private mutating func boolean() throws -> Bool {
    if accept("True") { return true }
    if accept("False") { return false }
    throw TensorError.malformedNumpy(reason: "fortran_order is neither True nor False")
  }

  private mutating func tuple() throws -> [Int] {
    try expect("(")
    var axes: [Int] = []
    while !accept(")") {
      axes.append(try integer())
      if !accept(",") {
        try expect(")")
        break
      }
    }
    guard axes.count <= 32 else { throw TensorError.malformedNumpy(reason: "it has \(axes.count) axes, more than 32") }
    return axes
  }

  private mutating func integer() throws -> Int {
    skipSpaces()
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw TensorError.malformedNumpy(reason: "its shape is not a tuple of whole numbers")
    }
    rest = rest[digits.endIndex...]
    return value
  }

  private mutating func skipSpaces() {
    while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { rest.removeFirst() }
  }

  private mutating func accept(_ text: String) -> Bool {
    skipSpaces()
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  private mutating func expect(_ text: String) throws {
    guard accept(text) else { throw TensorError.malformedNumpy(reason: "its header lacks '\(text)'") }
  }
}
