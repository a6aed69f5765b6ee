import Files
import Foundation

/// The safetensors container: a length, a JSON header, and the tensors' bytes without a gap.
///
/// Reading is strict: the header must be UTF-8 JSON that names every tensor once, and the tensors must cover the rest
/// of the file from its first byte to its last. Source: the format's specification,
/// <https://huggingface.co/docs/safetensors>.
package enum Safetensors {
  /// Bound on the header, which the format itself sets.
  static let maximumHeaderLength = 100_000_000

  /// The contents of a file.
  package struct Contents: Sendable {
    /// In the order of their bytes.
    package var tensors: [StoredTensor]

    /// Tensors of a file that were skipped because their numbers cannot be used.
    package var unusable: [UnusableTensor]

    /// Free text by key.
    package var metadata: [String: String]

    package init(
      tensors: [StoredTensor], unusable: [UnusableTensor] = [], metadata: [String: String] = [:]
    ) {
      self.tensors = tensors
      self.unusable = unusable
      self.metadata = metadata
    }
  }

  // MARK: - Reading

  /// Reads a whole file's bytes.
  ///
  /// - Throws: `NetworkError.corruptWeights` with the reason.
  package static func decode(_ data: Data, file: String) throws -> Contents {
    func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: reason) }
    guard data.count >= 8 else { throw corrupt("it is shorter than the length of its header") }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= maximumHeaderLength, length <= data.count - 8 else {
      throw corrupt("its header has length \(length), but only \(data.count - 8) bytes follow")
    }
    let body = data.dropFirst(8 + Int(length))
    let header = Array(data.dropFirst(8).prefix(Int(length)))
    guard data.count > 8, data[data.startIndex + 8] == UInt8(ascii: "{") else {
      throw corrupt("its header is not a JSON object")
    }
    let fields: [JSON.Object.Member]
    do {
      // Metadata and tensors need three levels; nothing deeper is read.
      fields = try JSON(parsing: header, maximumDepth: 32).object?.members ?? []
    } catch {
      throw corrupt("its header is not JSON (\(error.reason) at byte \(error.offset))")
    }
    var metadata: [String: String] = [:]
    var entries: [Entry] = []
    for field in fields {
      if field.name == "__metadata__" {
        guard let pairs = field.value.object?.members else { throw corrupt("its metadata is not an object") }
        for pair in pairs {
          guard let text = pair.value.string else { throw corrupt("its metadata “\(pair.name)” is not text") }
          metadata[pair.name] = text
        }
      } else {
        entries.append(try Entry(name: field.name, field.value, file: file))
      }
    }
    return Contents(
      tensors: try cut(entries, from: body, file: file), unusable: entries.compactMap(\.unusable), metadata: metadata)
  }

  /// Extracts the tensors from the bytes after the header, after checking that they are contiguous.
  private static func cut(_ entries: [Entry], from body: Data, file: String) throws -> [StoredTensor] {
    func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: reason) }
    let sorted = entries.sorted { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    var next = 0
    var tensors: [StoredTensor] = []
    for entry in sorted {
      guard entry.begin == next else {
        throw corrupt("“\(entry.name)” starts at byte \(entry.begin) instead of \(next)")
      }
      guard entry.end <= body.count else {
        throw corrupt("“\(entry.name)” ends at byte \(entry.end), but there are only \(body.count)")
      }
      next = entry.end
      guard case .usable(let elementType) = entry.type else { continue }
      tensors.append(
        StoredTensor(
          name: entry.name, elementType: elementType, shape: entry.shape,
          data: body[(body.startIndex + entry.begin)..<(body.startIndex + entry.end)]))
    }
    guard next == body.count else {
      throw corrupt("\(body.count - next) bytes at its end belong to no tensor")
    }
    return tensors
  }

  /// Types of the format that are not real numbers, or smaller than a byte, with their size in bits.
  private static let unusableTypes = ["C64": 64, "C128": 128, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6]

  private enum EntryType {
    case usable(ElementType)
    case unusable(name: String)
  }

  /// One tensor of the header.
  private struct Entry {
    let name: String
    let type: EntryType
    let shape: [Int]
    let begin: Int
    let end: Int

    init(name: String, _ value: JSON, file: String) throws {
      func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: "“\(name)” \(reason)") }
      guard let fields = value.object, fields.members.count == 3 else {
        throw corrupt("needs dtype, shape and data_offsets, and no other keys")
      }
      guard let typeName = fields["dtype"]?.string else { throw corrupt("has no dtype") }
      let bitsPerElement: Int
      if let elementType = ElementType.allCases.first(where: { $0.safetensorsName == typeName }) {
        (type, bitsPerElement) = (.usable(elementType), 8 * elementType.byteCount)
      } else if let size = Safetensors.unusableTypes[typeName] {
        (type, bitsPerElement) = (.unusable(name: typeName), size)
      } else {
        throw corrupt("has the unknown dtype \(typeName)")
      }
      guard let shape = fields["shape"]?.naturals else { throw corrupt("has no shape of whole numbers") }
      guard let offsets = fields["data_offsets"]?.naturals, offsets.count == 2, offsets[0] <= offsets[1] else {
        throw corrupt("has no ascending pair of data_offsets")
      }
      var bitCount = bitsPerElement
      for length in shape {
        let (product, overflow) = bitCount.multipliedReportingOverflow(by: length)
        guard !overflow else { throw corrupt("has the impossible shape \(shape)") }
        bitCount = product
      }
      guard 8 * (offsets[1] - offsets[0]) == bitCount else {
        throw corrupt(
          "spans \(offsets[1] - offsets[0]) bytes, but \(shape) of \(typeName) needs \((bitCount + 7) / 8)")
      }
      self.name = name
      self.shape = shape
      begin = offsets[0]
      end = offsets[1]
    }

    /// Words about the tensor if it is skipped.
    var unusable: UnusableTensor? {
      guard case .unusable(let type) = type else { return nil }
      return UnusableTensor(name: name, type: type)
    }
  }

  // MARK: - Writing

  /// Writes a file's bytes piece by piece; tensors are in the order given, metadata is sorted by key.
  ///
  /// - Throws: The error that `append` throws.
  package static func write(
    _ contents: Contents, to append: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    try header(of: contents).withUnsafeBytes(append)
    for tensor in contents.tensors { try tensor.withBytes(append) }
  }

  /// The complete bytes.
  package static func encode(_ contents: Contents) -> Data {
    var data = Data()
    write(contents) { data.append(contentsOf: $0) }
    return data
  }

  /// The header with its length before it and spaces after it, so the tensors start at a multiple of 8.
  private static func header(of contents: Contents) -> Data {
    var header = "{"
    if !contents.metadata.isEmpty {
      let pairs = contents.metadata.sorted { $0.key < $1.key }
        .map { "\(JSON.quote($0.key)):\(JSON.quote($0.value))" }
      header += "\"__metadata__\":{\(pairs.joined(separator: ","))}"
    }
    var offset = 0
    for tensor in contents.tensors {
      let end = offset + tensor.byteCount
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      header += header.count > 1 ? "," : ""
      header += "\(JSON.quote(tensor.name)):{\"dtype\":\"\(tensor.elementType.safetensorsName)\","
      header += "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      offset = end
    }
    header += "}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
  }
}

extension JSON {
  /// An array of whole numbers from 0 to 2⁵³; nil for anything else.
  fileprivate var naturals: [Int]? {
    guard let items = array else { return nil }
    let numbers = items.compactMap(\.integer).filter { (0...1 << 53).contains($0) }
    return numbers.count == items.count ? numbers : nil
  }
}
