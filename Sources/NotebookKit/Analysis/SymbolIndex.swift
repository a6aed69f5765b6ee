import Foundation
import Synchronization

/// Reads the index that the compiler writes beside a module, with the toolchain's `libIndexStore`.
///
/// The only code that uses that library: its functions, by name, and the layout of a store's folder.
package final class SymbolIndex: Sendable {
  private typealias Handle = OpaquePointer
  /// The library's own string type has the layout of `iovec`: an address and a count of bytes.
  private typealias Text = iovec
  private typealias Visitor = @convention(c) (UnsafeMutableRawPointer?, Handle) -> Bool

  private struct Functions: Sendable {
    let createStore: @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<Handle?>?) -> Handle?
    let disposeStore: @convention(c) (Handle) -> Void
    let createReader: @convention(c) (Handle, UnsafePointer<CChar>, UnsafeMutablePointer<Handle?>?) -> Handle?
    let disposeReader: @convention(c) (Handle) -> Void
    let visit: @convention(c) (Handle, UnsafeMutableRawPointer?, Visitor) -> Bool
    let symbol: @convention(c) (Handle) -> Handle
    let roles: @convention(c) (Handle) -> UInt64
    let place: @convention(c) (Handle, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Void
    let symbolName: @convention(c) (Handle) -> Text
    let symbolUSR: @convention(c) (Handle) -> Text
    let symbolKind: @convention(c) (Handle) -> UInt32
  }

  private let functions: Functions

  /// Opens the library; nil if it is not there or lacks a function.
  package init?(library: URL) {
    guard let handle = dlopen(library.path, RTLD_NOW | RTLD_LOCAL) else { return nil }
    func find<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(handle, "indexstore_" + name).map { unsafeBitCast($0, to: type) }
    }
    guard
      let createStore = find(
        "store_create",
        as: (@convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<Handle?>?) -> Handle?).self),
      let disposeStore = find("store_dispose", as: (@convention(c) (Handle) -> Void).self),
      let createReader = find(
        "record_reader_create",
        as: (@convention(c) (Handle, UnsafePointer<CChar>, UnsafeMutablePointer<Handle?>?) -> Handle?).self),
      let disposeReader = find("record_reader_dispose", as: (@convention(c) (Handle) -> Void).self),
      let visit = find(
        "record_reader_occurrences_apply_f",
        as: (@convention(c) (Handle, UnsafeMutableRawPointer?, Visitor) -> Bool).self),
      let symbol = find("occurrence_get_symbol", as: (@convention(c) (Handle) -> Handle).self),
      let roles = find("occurrence_get_roles", as: (@convention(c) (Handle) -> UInt64).self),
      let place = find(
        "occurrence_get_line_col",
        as: (@convention(c) (Handle, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Void).self),
      let symbolName = find("symbol_get_name", as: (@convention(c) (Handle) -> Text).self),
      let symbolUSR = find("symbol_get_usr", as: (@convention(c) (Handle) -> Text).self),
      let symbolKind = find("symbol_get_kind", as: (@convention(c) (Handle) -> UInt32).self)
    else { return nil }
    functions = Functions(
      createStore: createStore, disposeStore: disposeStore, createReader: createReader, disposeReader: disposeReader,
      visit: visit, symbol: symbol, roles: roles, place: place, symbolName: symbolName, symbolUSR: symbolUSR,
      symbolKind: symbolKind)
  }

  /// The occurrences of symbols in a file, in order of position; nil if the store has no record of it.
  ///
  /// - Parameters:
  ///   - file: The file's last component.
  ///   - store: The folder that `-index-store-path` named, of one compilation.
  package func occurrences(in file: String, store: URL) -> [SymbolOccurrence]? {
    guard let record = Self.record(of: file, in: store),
      let opened = functions.createStore(store.path, nil)
    else { return nil }
    defer { functions.disposeStore(opened) }
    guard let reader = functions.createReader(opened, record, nil) else { return nil }
    defer { functions.disposeReader(reader) }
    let list = List(functions)
    let visitor: Visitor = { context, occurrence in
      guard let context else { return false }
      Unmanaged<List>.fromOpaque(context).takeUnretainedValue().append(occurrence)
      return true
    }
    guard functions.visit(reader, Unmanaged.passUnretained(list).toOpaque(), visitor) else { return nil }
    return list.occurrences.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// A record is named by its file and a hash of its content, in a folder named by the end of the hash.
  private static func record(of file: String, in store: URL) -> String? {
    let files = FileManager.default.enumerator(at: store, includingPropertiesForKeys: nil)
    while let found = files?.nextObject() as? URL {
      if found.pathComponents.contains("records"), found.lastPathComponent.hasPrefix(file + "-") {
        return found.lastPathComponent
      }
    }
    return nil
  }

  /// Collects the library's callbacks, which take a function without context and a pointer.
  private final class List {
    private let functions: Functions
    private(set) var occurrences: [SymbolOccurrence] = []

    init(_ functions: Functions) { self.functions = functions }

    func append(_ occurrence: Handle) {
      let symbol = functions.symbol(occurrence)
      var (line, column): (UInt32, UInt32) = (0, 0)
      functions.place(occurrence, &line, &column)
      occurrences.append(
        SymbolOccurrence(
          symbol: Self.string(functions.symbolUSR(symbol)), name: Self.string(functions.symbolName(symbol)),
          kind: SymbolOccurrence.Kind(rawValue: Int(functions.symbolKind(symbol))) ?? .other,
          roles: SymbolOccurrence.Roles(rawValue: functions.roles(occurrence)).intersection(.known), line: Int(line),
          column: Int(column)))
    }

    private static func string(_ text: Text) -> String {
      String(decoding: UnsafeRawBufferPointer(start: text.iov_base, count: text.iov_len), as: UTF8.self)
    }
  }
}
