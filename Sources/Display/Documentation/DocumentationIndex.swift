import Foundation

/// The public symbols of the library with their documentation, and the calls of other libraries that they replace, as
/// stored in one file.
///
/// The runner writes the file from the compiled modules. `doc` in a cell and `etude doc` read it.
package struct DocumentationIndex: Equatable, Sendable {
  /// A symbol that a cell can use.
  package struct Symbol: Equatable, Sendable {
    /// The path to it, as in `Waveform.slice(from:to:)`.
    package var path: String
    /// The declaration as Swift code.
    package var declaration: String
    /// The documentation as Markdown; empty if there is none.
    package var comment: String
    /// The module that declares it.
    package var module: String

    package init(path: String, declaration: String, comment: String, module: String) {
      self.path = path
      self.declaration = declaration
      self.comment = comment
      self.module = module
    }
  }

  /// All symbols, by path.
  package let symbols: [Symbol]
  /// Calls that people know from other libraries.
  package let knownCalls: [KnownCall]

  package init(_ symbols: [Symbol], knownCalls: [KnownCall] = []) {
    self.knownCalls = knownCalls
    self.symbols = symbols.sorted { ($0.path, $0.declaration) < ($1.path, $1.declaration) }
  }

  // MARK: The file

  private static let head = "Etude's documentation, form 2"
  private static let endOfRecord = UInt8(0x1E)
  private static let endOfField = UInt8(0x1F)
  private static let symbol = "symbol"
  private static let knownCall = "call"

  /// Reads a file's content; nil if ``encoded`` did not write it.
  package init?(encoded: Data) {
    let records = encoded.split(separator: Self.endOfRecord, omittingEmptySubsequences: false)
    guard records.first.map({ String(decoding: $0, as: UTF8.self) }) == Self.head, records.last?.isEmpty == true else {
      return nil
    }
    var symbols: [Symbol] = []
    var knownCalls: [KnownCall] = []
    for record in records.dropFirst().dropLast() {
      let fields = record.split(separator: Self.endOfField, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      switch (fields.first, fields.count) {
      case (Self.symbol, 5):
        symbols.append(Symbol(path: fields[1], declaration: fields[2], comment: fields[3], module: fields[4]))
      case (Self.knownCall, 4...):
        knownCalls.append(
          KnownCall(library: fields[1], call: fields[2], here: Array(fields[4...]), difference: fields[3]))
      default: return nil
      }
    }
    self.symbols = symbols
    self.knownCalls = knownCalls
  }

  /// The content of its file: a record for each symbol and call, with control characters between records and fields.
  package var encoded: Data {
    var data = Data(Self.head.utf8) + [Self.endOfRecord]
    let records =
      symbols.map { [Self.symbol, $0.path, $0.declaration, $0.comment, $0.module] }
      + knownCalls.map { [Self.knownCall, $0.library, $0.call, $0.difference] + $0.here }
    for record in records {
      let fields = record.map { field in
        field.utf8.filter { $0 != Self.endOfRecord && $0 != Self.endOfField }
      }
      data += fields.joined(separator: [Self.endOfField])
      data.append(Self.endOfRecord)
    }
    return data
  }
}

extension DocumentationIndex.Symbol {
  /// The path without argument labels, as in `Waveform.slice`.
  package var pathWithoutLabels: Substring { path.prefix { $0 != "(" } }

  /// The last name of the path, without labels.
  var name: Substring {
    // An operator may contain dots.
    let path = pathWithoutLabels
    guard let dot = path.dropLast().lastIndex(of: "."), path[path.index(after: dot)].isLetter else { return path }
    return path[path.index(after: dot)...]
  }
}
