import Foundation

/// A reader of the repository as a fuzzer calls it: its input may be any bytes, and it must neither trap nor hang.
///
/// Errors that the reader throws are answers like any other.
package struct FuzzTarget: Sendable {
  /// The name that `make fuzz` uses, as in `json`.
  package let name: String
  /// Small inputs in the reader's format, with which a fuzzer begins.
  package let seeds: @Sendable () throws -> [Data]
  private let read: @Sendable (Data) throws -> Void

  init(
    _ name: String, seeds: @escaping @Sendable () throws -> [Data],
    read: @escaping @Sendable (Data) throws -> Void
  ) {
    self.name = name
    self.seeds = seeds
    self.read = read
  }

  /// A reader of text, whose seeds are texts.
  init(_ name: String, texts: [String], read: @escaping @Sendable (String) throws -> Void) {
    self.init(name, seeds: { texts.map { Data($0.utf8) } }) {
      try read(String(decoding: $0, as: UTF8.self))
    }
  }

  /// Makes the reader read an input; its errors are dropped.
  package func run(_ input: Data) { try? read(input) }

  /// Every target, in the order of the data's way through the program.
  package static let all: [FuzzTarget] = notebooks + outputs + protocols + jupyter + arrays + tables + media

  /// The target of a name.
  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
