import CDuktape
import Foundation

/// A Duktape heap for scripts of the installation, with bounds on the memory and the work of each call.
///
/// Related Duktape documentation: <https://duktape.org/api.html>
final class JavaScriptEngine {
  enum Failure: Error, Equatable {
    /// The text of an error that the script threw.
    case thrown(String)
    /// A bound was reached. The engine cannot be used any more.
    case exhausted
  }

  /// Bytes that the heap may hold.
  private static let largestHeap = 64 << 20
  /// Limit of allocations per call: about half a second.
  private static let mostAllocations = 1_000_000

  private let context: OpaquePointer
  /// The heap's allocator keeps count here.
  private let budget: UnsafeMutablePointer<cduktape_budget>

  init() throws(Failure) {
    budget = .allocate(capacity: 1)
    budget.initialize(
      to: cduktape_budget(
        byte_limit: Self.largestHeap, allocation_limit: Self.mostAllocations, bytes: 0, allocations: 0,
        is_exhausted: false))
    guard let context = cduktape_open(budget) else {
      budget.deallocate()
      throw .exhausted
    }
    self.context = context
  }

  deinit {
    duk_destroy_heap(context)
    budget.deallocate()
  }

  /// The version of the library, which can only run its own bytecode.
  static var version: Int { Int(DUK_VERSION) }

  /// A script as bytecode.
  func compile(_ script: Data) throws(Failure) -> Data {
    try call { result in
      script.withUnsafeBytes { bytes in
        cduktape_compile(context, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, &result)
      }
    }
  }

  /// Runs bytecode from ``compile(_:)``. Duktape does not verify it: it must be unchanged.
  func run(_ bytecode: Data) throws(Failure) {
    _ = try call { result in
      bytecode.withUnsafeBytes { bytes in
        cduktape_run(context, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, &result)
      }
    }
  }

  /// The text that a global function returns for a text and a flag.
  func call(_ function: String, _ text: String = "", _ flag: Bool = false) throws(Failure) -> String {
    let units = Self.units(of: text)
    let result = try call { result in
      units.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          cduktape_call(context, function, $0.baseAddress, $0.count, flag, &result)
        }
      }
    }
    return Self.text(of: result)
  }

  private func call(_ body: (inout cduktape_text) -> Bool) throws(Failure) -> Data {
    budget.pointee.allocations = 0
    var result = cduktape_text()
    let hasSucceeded = body(&result)
    defer { free(result.bytes) }
    if budget.pointee.is_exhausted { throw .exhausted }
    let data = result.bytes.map { Data(bytes: $0, count: result.length) } ?? Data()
    if !hasSucceeded { throw .thrown(Self.text(of: data)) }
    return data
  }

  // MARK: Text

  /// Text as Duktape has it: each unit of UTF-16 for itself, in UTF-8's manner.
  private static func units(of text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for unit in text.utf16 {
      if unit < 0x80 {
        bytes.append(UInt8(unit))
      } else if unit < 0x800 {
        bytes += [0xC0 | UInt8(unit >> 6), 0x80 | UInt8(unit & 0x3F)]
      } else {
        bytes += [0xE0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 0x3F), 0x80 | UInt8(unit & 0x3F)]
      }
    }
    return bytes
  }

  private static func text(of data: Data) -> String {
    var units: [UInt16] = []
    units.reserveCapacity(data.count)
    var rest = 0
    var unit: UInt16 = 0
    for byte in data {
      switch byte {
      case ..<0x80: units.append(UInt16(byte))
      case ..<0xC0 where rest > 0:
        unit = unit << 6 | UInt16(byte & 0x3F)
        rest -= 1
        if rest == 0 { units.append(unit) }
      case 0xC0..<0xE0: (unit, rest) = (UInt16(byte & 0x1F), 1)
      case 0xE0..<0xF0: (unit, rest) = (UInt16(byte & 0x0F), 2)
      default: rest = 0
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}
