import Foundation

/// The identity of a declaration: its name, the resolved types of its parameters, and the type that it extends.
///
/// The key of a type within an extension is its name. The names inside, default values, attributes, effects and the
/// result do not count, so a function replaces an earlier one that would be called in the same way.
enum DeclarationKey {
  /// The key, as in `scale(_: Swift.Double, by: Swift.Double)` or `Swift.Array.mean`.
  ///
  /// - Parameters:
  ///   - symbol: The declaration's unified symbol resolution.
  ///   - module: The module that declares it.
  ///   - isMember: True for a member of a type, whose key contains the type's module.
  /// - Returns: Nil for a symbol that cannot be read.
  static func of(_ symbol: String, module: String, isMember: Bool = false) -> String? {
    guard !symbol.hasPrefix("s:e:"), let words = demangle(symbol) else { return nil }
    // A private name contains the place where it is private: `(scale in _4B1E…)(_: Swift.Double)`.
    let unqualified = words.replacing("(extension in \(module)):", with: "")
    let isOwn = !isMember && unqualified.hasPrefix(module + ".")
    let name = (isOwn ? String(unqualified.dropFirst(module.count + 1)) : unqualified)
      .replacing(/\((\S+?) in _[0-9A-F]+\)/) { $0.output.1 }
    var depth = 0
    for index in name.indices {
      switch name[index] {
      case "(": depth += 1
      case ")":
        depth -= 1
        if depth == 0 { return String(name[...index]) }
      case " " where depth == 0 && name[index...].hasPrefix(" : "): return String(name[..<index])
      default: break
      }
    }
    return name
  }

  /// The names on the way to a declaration, from its module on: `["Cell_1", "Outer", "Inner"]`.
  static func path(of symbol: String) -> [String] {
    guard !symbol.hasPrefix("s:e:"), let words = demangle(symbol) else { return [] }
    return words.replacing(/\((\S+?) in _[0-9A-F]+\)/) { $0.output.1 }.prefix { $0 != " " }.split(separator: ".")
      .map(String.init)
  }

  private typealias Demangle =
    @convention(c) (
      UnsafePointer<CChar>, Int, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?, UInt32
    ) -> UnsafeMutablePointer<CChar>?

  /// The runtime's own reader of mangled names.
  private static let runtime: Demangle? = dlsym(dlopen(nil, RTLD_NOW), "swift_demangle").map {
    unsafeBitCast($0, to: Demangle.self)
  }

  /// A Swift symbol in words, as in `Cell_1.scale(Swift.Double) -> Swift.Double`; nil if it cannot be demangled.
  static func demangle(_ symbol: String) -> String? {
    // An extension's is that of the extended type, or of its first member.
    let mangled = symbol.hasPrefix("s:e:s:") ? symbol.dropFirst(6) : symbol.hasPrefix("s:") ? symbol.dropFirst(2) : ""
    if mangled.isEmpty { return nil }
    let name = "$s" + mangled
    guard let text = runtime?(name, name.utf8.count, nil, nil, 0) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}
