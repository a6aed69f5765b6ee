/// A cell's source without declarations that a later cell has replaced, from which its interface is made again.
///
/// The code of the cell stays as it is; only what later cells see of it is reduced.
struct ReducedSource {
  /// How a declaration is taken out of an interface.
  enum Method: CaseIterable {
    /// It is blanked, together with the statements, which declare nothing.
    case blanked
    /// It is made private, for a cell whose declarations use it. Later cells then see no private names of the cell.
    case madePrivate
  }

  private(set) var source: String
  private(set) var items: [TopLevelItem]

  /// - Parameter hidden: The keys of the declarations that later cells have replaced.
  init(_ cell: String, items: [TopLevelItem], hiding hidden: Set<String>, _ method: Method) {
    var bytes = Array(cell.utf8)
    self.items = []
    switch method {
    case .blanked:
      for item in items {
        let replaced = item.replaceable.filter { hidden.contains($0.key) }
        // An extension that keeps no member goes as a whole, with the conformance that it states.
        let isGone =
          item.kind == .statement || item.kind == .expression
          || !replaced.isEmpty && replaced.count == item.replaceable.count
        for range in isGone ? [item.range] : replaced.map(\.range) {
          for place in range where bytes[place] != UInt8(ascii: "\n") { bytes[place] = UInt8(ascii: " ") }
        }
        if !isGone { self.items.append(item) }
      }
    case .madePrivate:
      let word = Array("fileprivate ".utf8)
      var shift = 0
      for item in items {
        var item = item
        let start = item.range.lowerBound + shift
        for declaration in item.replaceable where hidden.contains(declaration.key) {
          let place = declaration.range.lowerBound + shift
          guard !Self.isPrivate(bytes[place..<declaration.range.upperBound + shift]) else { continue }
          bytes.insert(contentsOf: word, at: place)
          shift += word.count
        }
        item.range = start..<item.range.upperBound + shift
        self.items.append(item)
      }
    }
    source = String(decoding: bytes, as: UTF8.self)
  }

  /// True if a declaration says that it is private, before the word that introduces it.
  private static func isPrivate(_ declaration: ArraySlice<UInt8>) -> Bool {
    let source = SwiftSource(String(decoding: declaration, as: UTF8.self))
    let head = source.code.map(source.text).prefix { !AccessModifiers.declarations.contains($0) }
    return head.contains("private") || head.contains("fileprivate")
  }
}
