import Foundation

extension MIMEBundle {
  /// Any value as a reader wants to see it: in its own formats if it has some, else as text.
  ///
  /// Strings show without quotes, optionals as their content or `nil`, errors as the sentence they carry. Collections
  /// over 100 elements show their ends and their count; dictionaries and sets are in the order of their text, so that
  /// two runs agree.
  public init(showing value: Any) {
    if let displayable = value as? any Displayable {
      self = displayable.mimeBundle
    } else if let content = Mirror(reflecting: value).optionalContent {
      self = content.map { MIMEBundle(showing: $0) } ?? MIMEBundle(plainText: "nil")
    } else {
      self.init(plainText: DefaultText.topLevel(value))
    }
  }
}

/// Readable text for values that say nothing of their own display.
enum DefaultText {
  static let shownElements = 100

  /// The text of a cell's own value: a string shows as it is.
  static func topLevel(_ value: Any) -> String {
    switch value {
    case let string as String: string
    case let substring as Substring: String(substring)
    case let error as any Error: describe(error)
    default: nested(value)
    }
  }

  /// The sentence of an error: its own description if it has one, else the name of the case with its values.
  static func describe(_ error: any Error) -> String {
    if let localized = error as? any LocalizedError, let text = localized.errorDescription { return text }
    return String(describing: error)
  }

  /// The text of a value inside another, as Swift's `debugDescription` writes it but ordered and bounded.
  static func nested(_ value: Any) -> String {
    if value is any StringProtocol { return String(reflecting: value) }
    if value is any CustomStringConvertible, !(value is any Collection), !isOptional(value) {
      return String(describing: value)
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.optionalContent.flatMap { $0.map(nested) } ?? "nil"
    case .collection: return "[" + bounded(mirror.children.lazy.map { nested($0.value) }, mirror.children.count) + "]"
    case .set: return "[" + bounded(mirror.children.map { nested($0.value) }.sorted(), mirror.children.count) + "]"
    case .dictionary: return dictionary(mirror)
    case .tuple: return "(" + labelled(mirror.children) + ")"
    case .struct, .class:
      if value is any Collection { return String(reflecting: value) }
      if mirror.displayStyle == .class, mirror.children.isEmpty { return String(describing: value) }
      return "\(type(of: value))(" + labelled(mirror.children) + ")"
    default: return String(describing: value)
    }
  }

  private static func isOptional(_ value: Any) -> Bool { Mirror(reflecting: value).displayStyle == .optional }

  private static func dictionary(_ mirror: Mirror) -> String {
    let pairs = mirror.children.compactMap { child -> (key: String, value: String)? in
      let pair = Array(Mirror(reflecting: child.value).children)
      return pair.count == 2 ? (nested(pair[0].value), nested(pair[1].value)) : nil
    }
    if pairs.isEmpty { return "[:]" }
    let sorted = pairs.sorted { naturally($0.key, $1.key) }
    return "[" + bounded(sorted.map { "\($0.key): \($0.value)" }, pairs.count) + "]"
  }

  /// Numbers by value, everything else by its text.
  private static func naturally(_ a: String, _ b: String) -> Bool {
    if let x = Double(a), let y = Double(b) { return x < y }
    return a < b
  }

  private static func labelled(_ children: Mirror.Children) -> String {
    children.map { child in
      let text = nested(child.value)
      guard let label = child.label, !label.hasPrefix(".") else { return text }
      return "\(label): \(text)"
    }
    .joined(separator: ", ")
  }

  private static func bounded(_ elements: some Collection<String>, _ count: Int) -> String {
    guard count > shownElements else { return elements.joined(separator: ", ") }
    let half = 5
    let head = elements.prefix(half).joined(separator: ", ")
    let tail = elements.suffix(half).joined(separator: ", ")
    return "\(head), …, \(tail)  // \(count) elements"
  }
}

extension Mirror {
  /// For an optional, its content or nil inside; nil for a value of any other kind.
  fileprivate var optionalContent: Any?? {
    guard displayStyle == .optional else { return nil }
    return .some(children.first?.value)
  }
}
