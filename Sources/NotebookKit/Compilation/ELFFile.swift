import Foundation

/// Sections of a program, a shared library or an object file of this machine, as the linker and the loader read them.
///
/// The layout is that of the System V ABI, 64 bits, little-endian. A file of another layout, or a truncated file, has
/// no sections.
package struct ELFFile {
  private let bytes: Data
  private let sections: [(name: String, range: Range<Int>)]

  /// Reads the table of sections.
  ///
  /// - Throws: The file system's errors.
  package init(_ file: URL) throws {
    let data = try Data(contentsOf: file, options: .mappedIfSafe)
    bytes = data
    sections = Self.sections(of: data)
  }

  /// The libraries that a program or a library is loaded with, by their file names.
  package var neededLibraries: [String] {
    guard let dynamic = section(".dynamic"), let names = section(".dynstr") else { return [] }
    let needed = 1
    return stride(from: 0, to: dynamic.count - 15, by: 16).compactMap { entry in
      guard Self.integer(dynamic, at: entry, size: 8) == needed,
        let offset = Self.integer(dynamic, at: entry + 8, size: 8)
      else { return nil }
      return Self.text(names, at: offset)
    }
  }

  /// The libraries that an object of the Swift compiler asks to be linked with, by their linker names.
  package var autolinkedLibraries: [String] {
    guard let entries = section(".swift1_autolink_entries") else { return [] }
    return entries.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      .filter { $0.hasPrefix("-l") }.map { String($0.dropFirst(2)) }
  }

  private func section(_ name: String) -> Data? {
    guard let range = sections.first(where: { $0.name == name })?.range else { return nil }
    return bytes[bytes.startIndex + range.lowerBound..<bytes.startIndex + range.upperBound]
  }

  private static func sections(of file: Data) -> [(name: String, range: Range<Int>)] {
    // Magic number, 64 bits, little-endian.
    guard file.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]), let table = integer(file, at: 40, size: 8),
      let entrySize = integer(file, at: 58, size: 2), let count = integer(file, at: 60, size: 2),
      let nameIndex = integer(file, at: 62, size: 2)
    else { return [] }
    let headers = (0..<count).map { index -> (name: Int, range: Range<Int>)? in
      let header = table + index * entrySize
      guard let name = integer(file, at: header, size: 4), let start = integer(file, at: header + 24, size: 8),
        let size = integer(file, at: header + 32, size: 8), size <= file.count, start <= file.count - size
      else { return nil }
      return (name, start..<start + size)
    }
    guard headers.indices.contains(nameIndex), let names = headers[nameIndex]?.range else { return [] }
    let namesData = file[file.startIndex + names.lowerBound..<file.startIndex + names.upperBound]
    return headers.compactMap { header in header.map { (text(namesData, at: $0.name), $0.range) } }
  }

  /// An unsigned integer; nil if it is outside the data or exceeds `Int`.
  private static func integer(_ data: Data, at offset: Int, size: Int) -> Int? {
    guard offset >= 0, offset <= data.count - size else { return nil }
    let start = data.startIndex + offset
    let value = data[start..<start + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // Offsets beyond this are not a file's, and sums of them might overflow.
    return value < 1 << 48 ? Int(value) : nil
  }

  /// The text that begins at an offset and ends before a zero.
  private static func text(_ data: Data, at offset: Int) -> String {
    guard offset < data.count else { return "" }
    return String(decoding: data[(data.startIndex + offset)...].prefix { $0 != 0 }, as: UTF8.self)
  }
}
