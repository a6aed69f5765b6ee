import Files
import Foundation
import Tensors

/// A CSV file as columns.
struct CSVFile {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let options: CSVReadingOptions
  private let path: String
  /// At the first row.
  private let scanner: CSVScanner
  private let names: [String]

  /// Fields that are cut before they are read: few enough for a cache, enough for the threads.
  private static let blockSize = 65_536

  init(_ bytes: UnsafeBufferPointer<UInt8>, options: CSVReadingOptions, path: String) throws(TableError) {
    self.bytes = bytes
    self.options = options
    self.path = path
    let delimiter = try Self.delimiter(of: bytes, options)
    let start = CSVScanner(bytes, delimiter: delimiter, ignoresEmptyLines: options.ignoresEmptyLines)
    var scanner = start
    var first: [CSVField] = []
    while first.isEmpty {
      guard !scanner.isAtEnd else { throw .empty(path: path) }
      do { _ = try scanner.readLine(into: &first) } catch { throw TableError(error, path: path) }
    }
    self.scanner = options.hasHeaderRow ? scanner : start
    names = options.hasHeaderRow ? Self.names(first, bytes) : first.indices.map { "Column \($0 + 1)" }
  }

  func columns(
    _ chosen: [String]?, rows: Range<Int>?, types: [String: CSVType]
  ) throws(TableError) -> [AnyColumn] {
    for name in (chosen ?? []) + types.keys.sorted() where !names.contains(name) {
      throw .unknownColumn(path: path, name: name, nearest: NearestName.of(name, in: names), known: names)
    }
    if let name = DataFrame.repeated(chosen) { throw .repeatedColumn(path: path, name: name) }
    let reader = CSVCellReader(options)
    let places = chosen.map { $0.compactMap { names.firstIndex(of: $0) } } ?? Array(names.indices)
    let builders = places.map { CSVColumnBuilder(index: $0, type: types[names[$0]], reader) }
    var unfinished = builders
    while !unfinished.isEmpty {
      for builder in unfinished { builder.beginPass() }
      try read(into: unfinished, rows: rows)
      for builder in unfinished { builder.endPass() }
      unfinished = unfinished.filter(\.isUnfinished)
    }
    for builder in builders {
      guard let field = builder.misfit, let type = types[names[builder.index]] else { continue }
      throw .unusableValue(
        path: path, line: CSVScanner.line(of: field.start, in: bytes), column: names[builder.index],
        value: field.string(in: bytes), type: type.words)
    }
    return builders.map { $0.column(named: names[$0.index]) }
  }

  /// Reads all rows, or some of them, block by block: while threads read the values of one, another cuts the next.
  private func read(into builders: [CSVColumnBuilder], rows: Range<Int>?) throws(TableError) {
    var scanner = scanner
    let blockRows = max(1, Self.blockSize / names.count)
    var (fields, nextFields): ([CSVField], [CSVField]) = ([], [])
    let first = max(rows?.lowerBound ?? 0, 0)
    var passed = 0
    while passed < first {
      let count = try cut(min(blockRows, first - passed), &scanner, into: &fields)
      if count == 0 { break }
      passed += count
    }
    var rest = rows.map { max($0.upperBound - first, 0) } ?? .max
    let start = scanner.position
    var count = try cut(min(blockRows, rest), &scanner, into: &fields)
    let blockLength = max(scanner.position - start, 1)
    let expectedCount = min(rest, ((bytes.count - start) / blockLength + 1) * count)
    while count > 0 {
      rest -= count
      var next = Result<Int, TableError>.success(0)
      fields.withUnsafeBufferPointer { fields in
        let block = CSVBlock(bytes: bytes, fields: fields, columnCount: names.count)
        parallelFor(builders.count + 1) { task in
          if task > 0 {
            builders[task - 1].append(block, expectedCount: expectedCount)
          } else {
            next = Result { () throws(TableError) in try cut(min(blockRows, rest), &scanner, into: &nextFields) }
          }
        }
      }
      count = try next.get()
      swap(&fields, &nextFields)
    }
  }

  /// Cuts the next lines into fields, in place of those that were there.
  private func cut(
    _ limit: Int, _ scanner: inout CSVScanner, into fields: inout [CSVField]
  ) throws(TableError) -> Int {
    fields.removeAll(keepingCapacity: true)
    do {
      return try scanner.readLines(limit, columnCount: names.count, into: &fields)
    } catch { throw TableError(error, path: path) }
  }

  /// The delimiter of the options, else the most frequent one in the first line outside of quotes.
  private static func delimiter(
    of bytes: UnsafeBufferPointer<UInt8>, _ options: CSVReadingOptions
  ) throws(TableError) -> UInt8 {
    if let delimiter = options.delimiter {
      guard let byte = delimiter.asciiValue, ![10, 13, 34].contains(byte) else { throw .unusableDelimiter(delimiter) }
      return byte
    }
    var (isQuoted, isBegun, counts) = (false, false, [0, 0, 0, 0])
    let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
    for byte in bytes {
      if byte == 34 { isQuoted.toggle() }
      if !isQuoted, byte == 10 || byte == 13 {
        // The first line with anything in it; a file of one column has no delimiter there.
        if isBegun { break }
        continue
      }
      isBegun = true
      if isQuoted { continue }
      if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }

  /// The names of the first line; one that is empty becomes `Column 2`, a second `a` becomes `a.1`.
  private static func names(_ fields: [CSVField], _ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
    var known: Set<String> = []
    var counts: [String: Int] = [:]
    return fields.enumerated().map { index, field in
      let written = field.string(in: bytes).trimmingCharacters(in: .whitespaces)
      let name = written.isEmpty ? "Column \(index + 1)" : written
      var (unique, count) = (name, counts[name] ?? 0)
      while !known.insert(unique).inserted {
        count += 1
        unique = "\(name).\(count)"
      }
      counts[name] = count
      return unique
    }
  }
}

extension TableError {
  /// The mistake in a CSV text, with its file.
  fileprivate init(_ mistake: CSVMistake, path: String) {
    switch mistake {
    case .openQuote(let line, let field, let text):
      self = .openQuote(path: path, line: line, column: field, text: text)
    case .textBehindQuote(let line, let field, let text):
      self = .textBehindQuote(path: path, line: line, column: field, text: text)
    case .unevenLine(let line, let fieldCount, let columnCount):
      self = .unevenLine(path: path, line: line, fieldCount: fieldCount, columnCount: columnCount)
    }
  }
}
