import Foundation

/// Reads a pickle of protocol 2 to 5 without ever running any of it.
///
/// A pickle is a program for a small stack machine, whose instructions can import and call anything. This machine
/// executes only those that build numbers, text, tuples, lists and dictionaries; a name to import must be one of
/// `PickleGlobal`, and a “call” of it creates a description of a tensor. Source: Python's `Lib/pickletools.py`.
struct PickleMachine {
  private let bytes: UnsafeRawBufferPointer
  private let file: String

  /// Position of the next instruction; after `run`, the first byte after the pickle.
  private(set) var offset: Int

  private(set) var heap = PickleHeap()

  /// Every storage that was mentioned, by its key.
  private(set) var storages: [String: TorchStorage] = [:]
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  /// Prepares to read the pickle that starts at `offset`.
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0, file: String) {
    self.bytes = bytes
    self.offset = offset
    self.file = file
  }

  /// Reads up to the STOP instruction and returns the value that is then on top.
  ///
  /// - Throws: `NetworkError.corruptWeights` or `.forbiddenPickle`.
  mutating func run() throws -> PickleValue {
    while true {
      let code = try byte()
      if code == UInt8(ascii: ".") { return try pop() }
      if try !pushLiteral(code), try !build(code), try !store(code) {
        throw corrupt("its pickle contains the unknown instruction \(code)")
      }
    }
  }

  // MARK: - Instructions that push a literal

  private mutating func pushLiteral(_ code: UInt8) throws -> Bool {
    switch code {
    case UInt8(ascii: "N"): push(.none)
    case 0x88: push(.bool(true))
    case 0x89: push(.bool(false))
    case UInt8(ascii: "K"): push(.integer(Int(try byte())))
    case UInt8(ascii: "M"): push(.integer(Int(try integer(UInt16.self))))
    case UInt8(ascii: "J"): push(.integer(Int(try integer(Int32.self))))
    case 0x8A: push(.integer(try long(byteCount: Int(try byte()))))
    case 0x8B: push(.integer(try long(byteCount: try count(UInt32.self))))
    case UInt8(ascii: "G"): push(.number(Double(bitPattern: try integer(UInt64.self).byteSwapped)))
    case UInt8(ascii: "X"): push(.string(try text(byteCount: try count(UInt32.self))))
    case 0x8C: push(.string(try text(byteCount: Int(try byte()))))
    case 0x8D: push(.string(try text(byteCount: try count(UInt64.self))))
    case UInt8(ascii: "B"): push(.bytes(Array(try take(try count(UInt32.self)))))
    case UInt8(ascii: "C"): push(.bytes(Array(try take(Int(try byte())))))
    // Text of Python 2, which had no other type for bytes.
    case UInt8(ascii: "T"): push(.string(try text(byteCount: try count(UInt32.self))))
    case UInt8(ascii: "U"): push(.string(try text(byteCount: Int(try byte()))))
    case 0x8E, 0x96: push(.bytes(Array(try take(try count(UInt64.self)))))
    default: return false
    }
    return true
  }

  // MARK: - Instructions that build containers and objects

  private mutating func build(_ code: UInt8) throws -> Bool {
    switch code {
    case UInt8(ascii: ")"): push(.tuple(heap.makeSequence([])))
    case 0x85...0x87: push(.tuple(heap.makeSequence(try pop(Int(code) - 0x84))))
    case UInt8(ascii: "t"): push(.tuple(heap.makeSequence(try popToMark())))
    case UInt8(ascii: "]"), 0x8F: push(.list(heap.makeSequence([])))
    case UInt8(ascii: "l"), 0x91: push(.list(heap.makeSequence(try popToMark())))
    case UInt8(ascii: "a"): try extendSequence(try pop(1))
    case UInt8(ascii: "e"), 0x90: try extendSequence(try popToMark())
    case UInt8(ascii: "}"): push(.dictionary(heap.makeDictionary()))
    case UInt8(ascii: "d"):
      let items = try popToMark()
      push(.dictionary(heap.makeDictionary()))
      try extendDictionary(items)
    case UInt8(ascii: "s"): try extendDictionary(try pop(2))
    case UInt8(ascii: "u"): try extendDictionary(try popToMark())
    case UInt8(ascii: "c"): push(.global(try global(module: try line(), name: try line())))
    case 0x93:
      guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
        throw corrupt("its pickle imports something that has no name")
      }
      push(.global(try global(module: module, name: name)))
    case UInt8(ascii: "R"), 0x81: try call(arguments: try pop())
    case 0x92:
      _ = try pop()
      try call(arguments: try pop())
    // An object's attributes: a state dictionary's `_metadata`, for one. Weights do not need them.
    case UInt8(ascii: "b"): _ = try pop()
    case UInt8(ascii: "Q"): push(.storage(try storage(identifier: try pop())))
    default: return false
    }
    return true
  }

  // MARK: - Instructions that move values about

  private mutating func store(_ code: UInt8) throws -> Bool {
    switch code {
    case 0x80:
      let version = try byte()
      guard (2...5).contains(version) else { throw corrupt("its pickle has the protocol \(version), not 2 to 5") }
    case 0x95: _ = try integer(UInt64.self)
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "1"): _ = try popToMark()
    case UInt8(ascii: "2"): push(try top())
    case UInt8(ascii: "q"): memo[Int(try byte())] = try top()
    case UInt8(ascii: "r"): memo[try count(UInt32.self)] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): push(try recall(Int(try byte())))
    case UInt8(ascii: "j"): push(try recall(try count(UInt32.self)))
    default: return false
    }
    return true
  }

  // MARK: - Building

  private func global(module: String, name: String) throws -> PickleGlobal {
    guard let global = PickleGlobal(module: module, name: name) else {
      throw NetworkError.forbiddenPickle(file: file, name: "\(module).\(name)")
    }
    return global
  }

  /// Pushes the result of a call of the global on top of the stack.
  private mutating func call(arguments: PickleValue) throws {
    guard let items = heap.items(of: arguments) else { throw corrupt("its pickle calls without arguments") }
    switch try pop() {
    case .global(.orderedDictionary):
      push(.dictionary(heap.makeDictionary()))
      try extendDictionary(try pairs(items))
    case .global(.rebuildTensor): push(try tensor(items, type: nil))
    case .global(.rebuildTypedTensor):
      guard items.count >= 7 else { throw corrupt("its pickle describes no tensor where one should be") }
      guard case .global(.elementType(let type)) = items[6] else {
        push(.unusableTensor(type: "an unknown type"))
        return
      }
      push(try tensor(items, type: type))
    case .global(.rebuildParameter):
      switch items.first {
      case .tensor, .unusableTensor: push(items[0])
      default: throw corrupt("its pickle creates a parameter without a tensor")
      }
    case .global(.rebuildUnusable(let kind)): push(.unusableTensor(type: kind))
    case .global(.harmless): push(.opaque)
    default: throw corrupt("its pickle calls something that cannot be called")
    }
  }

  /// Alternating keys and values from the arguments of a dictionary: none, or a list of pairs, as in Python 2.
  private func pairs(_ arguments: [PickleValue]) throws -> [PickleValue] {
    guard let list = arguments.first else { return [] }
    guard arguments.count == 1, let pairs = heap.items(of: list) else {
      throw corrupt("its pickle fills a dictionary in an unknown way")
    }
    return try pairs.flatMap { pair in
      guard let items = heap.items(of: pair), items.count == 2 else {
        throw corrupt("its pickle fills a dictionary in an unknown way")
      }
      return items
    }
  }

  private mutating func storage(identifier: PickleValue) throws -> TorchStorage {
    guard let items = heap.items(of: identifier), items.count >= 5, case .string("storage") = items[0],
      case .global(.storage(let type)) = items[1], case .string(let key) = items[2],
      case .integer(let count) = items[4], count >= 0
    else { throw corrupt("its pickle describes no storage where one should be") }
    var storage = TorchStorage(key: key, type: type, count: count)
    storages[key] = storage
    // A view of a storage, as old PyTorch shared them: its own key, its start, its length.
    if items.count > 5, let view = heap.items(of: items[5]) {
      guard view.count == 3, case .integer(let start) = view[1], case .integer(let length) = view[2], start >= 0,
        length >= 0, start <= count - length
      else { throw corrupt("its pickle describes no part of a storage where one should be") }
      storage.start = start
    }
    return storage
  }

  /// A tensor from the arguments of its rebuild function; `type` is the type for a storage of bytes.
  private func tensor(_ arguments: [PickleValue], type: ElementType?) throws -> PickleValue {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1],
      let shape = heap.integers(of: arguments[2]), let strides = heap.integers(of: arguments[3])
    else { throw corrupt("its pickle describes no tensor where one should be") }
    let elementType: ElementType
    switch (storage.type, type) {
    case (.unusable(let name, _), _): return .unusableTensor(type: name)
    case (.bytes, let type?): elementType = type
    case (.numbers(let own), let type) where type == nil || type == own: elementType = own
    default: throw corrupt("its pickle describes a tensor whose type differs from that of its storage")
    }
    let (start, overflow) = storage.start.addingReportingOverflow(offset)
    guard !overflow else { throw corrupt("its pickle describes no tensor where one should be") }
    return .tensor(
      TorchTensor(storage: storage, elementType: elementType, offset: start, shape: shape, strides: strides))
  }

  private mutating func extendSequence(_ items: [PickleValue]) throws {
    switch try top() {
    case .list(let index): heap.append(items, toSequence: index)
    case .opaque: break
    default: throw corrupt("its pickle appends to something that is not a list")
    }
  }

  private mutating func extendDictionary(_ items: [PickleValue]) throws {
    guard items.count % 2 == 0 else { throw corrupt("its pickle contains a key without a value") }
    switch try top() {
    case .dictionary(let index):
      heap.append(
        stride(from: 0, to: items.count, by: 2).map { (items[$0], items[$0 + 1]) }, toDictionary: index)
    case .opaque: break
    default: throw corrupt("its pickle sets items of something that is not a dictionary")
    }
  }

  // MARK: - Stack

  private mutating func push(_ value: PickleValue) { stack.append(value) }

  private func top() throws -> PickleValue {
    guard let value = stack.last, stack.count > marks.last ?? 0 else { throw corrupt("its pickle's stack is empty") }
    return value
  }

  private mutating func pop() throws -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws -> [PickleValue] {
    guard stack.count - count >= marks.last ?? 0 else { throw corrupt("its pickle's stack is empty") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws -> [PickleValue] {
    guard let mark = marks.popLast() else { throw corrupt("its pickle has no mark where one is needed") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private func recall(_ index: Int) throws -> PickleValue {
    guard let value = memo[index] else { throw corrupt("its pickle reads memo entry \(index), which is not there") }
    return value
  }

  // MARK: - Bytes

  private mutating func byte() throws -> UInt8 { try take(1)[0] }

  private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count <= bytes.count - offset else { throw corrupt("its pickle ends in the middle") }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
  }

  private mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
    Integer(littleEndian: try take(MemoryLayout<Integer>.size).loadUnaligned(as: type))
  }

  private mutating func count<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Int {
    guard let count = Int(exactly: try integer(type)) else { throw corrupt("its pickle contains an impossible length") }
    return count
  }

  /// A two's-complement integer; the only one beyond 64 bits is PyTorch's magic number, of which the low bits suffice.
  private mutating func long(byteCount: Int) throws -> Int {
    let digits = try take(byteCount)
    var value = UInt64(truncatingIfNeeded: digits.last.map { Int($0) >= 0x80 ? -1 : 0 } ?? 0)
    for (place, digit) in digits.prefix(8).enumerated() {
      value = value & ~(0xFF << UInt64(8 * place)) | UInt64(digit) << UInt64(8 * place)
    }
    return Int(Int64(bitPattern: value))
  }

  private mutating func text(byteCount: Int) throws -> String {
    String(decoding: try take(byteCount), as: UTF8.self)
  }

  private mutating func line() throws -> String {
    var line: [UInt8] = []
    while case let byte = try byte(), byte != UInt8(ascii: "\n") { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  private func corrupt(_ reason: String) -> NetworkError { .corruptWeights(file: file, reason: reason) }
}
