import Foundation

/// Readable text for values that do not define their own display.
enum DefaultText {
  /// The text of a cell's own value: a string shows as it is.
  static func topLevel(_ value: Any) -> String {
    switch value {
    case let string as String: return string
    case let substring as Substring: return String(substring)
    case let character as Character: return String(character)
    case let error as any Error: return describe(error)
    default:
      var writer = NestedText()
      return writer.text(of: value)
    }
  }

  /// The sentence of an error: its own description if it has one, else the name of the case with its values.
  static func describe(_ error: any Error) -> String {
    if let localized = error as? any LocalizedError, let text = localized.errorDescription { return text }
    return String(describing: error)
  }
}

/// The text of nested values, like Swift's `debugDescription` but ordered and bounded.
private struct NestedText {
  /// Depth of collections, structures and classes above the current value.
  private var depth = 0
  /// The objects on that way: one that leads back to itself is named only.
  private var objects: Set<ObjectIdentifier> = []

  private static let deepestLevel = 16

  /// Number of elements of a collection that are shown; smaller inside another collection, because the counts multiply.
  private var shownElements: Int { depth <= 2 ? 100 : 20 }

  mutating func text(of value: Any) -> String {
    if value is any StringProtocol || value is Character { return String(reflecting: value) }
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional { return mirror.optionalContent.flatMap { $0.map { text(of: $0) } } ?? "nil" }
    if value is any CustomStringConvertible, !Self.isListed(mirror) { return String(describing: value) }
    guard depth < Self.deepestLevel else { return "…" }
    depth += 1
    defer { depth -= 1 }
    switch mirror.displayStyle {
    case .collection: return "[" + bounded(mirror.children.lazy.map(\.value)) { $0.text(of: $1) } + "]"
    case .set: return "[" + bounded(mirror.children.map { text(of: $0.value) }.sorted(by: Self.isBefore)) { $1 } + "]"
    case .dictionary: return dictionary(mirror)
    case .tuple: return "(" + labelled(mirror.children) + ")"
    case .struct: return "\(mirror.subjectType)(" + labelled(mirror.children) + ")"
    case .class: return object(value as AnyObject, mirror)
    default: return String(describing: value)
    }
  }

  /// True if a value's elements are written one by one, even if it has its own text.
  private static func isListed(_ mirror: Mirror) -> Bool {
    [.collection, .set, .dictionary].contains(mirror.displayStyle)
  }

  private mutating func object(_ object: AnyObject, _ mirror: Mirror) -> String {
    if mirror.children.isEmpty { return String(describing: object) }
    guard objects.insert(ObjectIdentifier(object)).inserted else { return "\(mirror.subjectType)(…)" }
    defer { objects.remove(ObjectIdentifier(object)) }
    return "\(mirror.subjectType)(" + labelled(mirror.children) + ")"
  }

  private mutating func dictionary(_ mirror: Mirror) -> String {
    if mirror.children.isEmpty { return "[:]" }
    let pairs = mirror.children.compactMap { child -> (key: String, value: Any)? in
      let pair = Array(Mirror(reflecting: child.value).children)
      return pair.count == 2 ? (text(of: pair[0].value), pair[1].value) : nil
    }
    return "[" + bounded(pairs.sorted { Self.isBefore($0.key, $1.key) }) { "\($1.key): \($0.text(of: $1.value))" } + "]"
  }

  /// Numbers by value, before everything else by its text.
  private static func isBefore(_ first: String, _ second: String) -> Bool {
    (Double(first) ?? .infinity, first) < (Double(second) ?? .infinity, second)
  }

  private mutating func labelled(_ children: Mirror.Children) -> String {
    children.map { child in
      let text = text(of: child.value)
      guard let label = child.label, !label.hasPrefix(".") else { return text }
      return "\(label): \(text)"
    }
    .joined(separator: ", ")
  }

  /// All elements, or the ends of a long collection and its count.
  private mutating func bounded<Element>(
    _ elements: some Collection<Element>, _ write: (inout NestedText, Element) -> String
  ) -> String {
    guard elements.count > shownElements else {
      return elements.map { write(&self, $0) }.joined(separator: ", ")
    }
    let head = elements.prefix(5).map { write(&self, $0) }.joined(separator: ", ")
    let tail = elements.suffix(5).map { write(&self, $0) }.joined(separator: ", ")
    return "\(head), …, \(tail)  // \(elements.count) elements"
  }
}

extension Mirror {
  /// For an optional, its content or nil inside; nil for a value of any other kind.
  var optionalContent: Any?? {
    guard displayStyle == .optional else { return nil }
    return .some(children.first?.value)
  }
}
