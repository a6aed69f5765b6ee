/// A JSON value that keeps the order of members and the digits of numbers, which Foundation's parsers lose.
///
/// ```swift
/// let header = try JSON(parsing: Data(#"{"shape": [2, 3]}"#.utf8))
/// let rank = header["shape"]?.array?.count
/// ```
package enum JSON: Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(Number)
  case string(String)
  case array([JSON])
  case object(Object)

  /// A number as its digits are in the text.
  package struct Number: Equatable, Sendable {
    package let literal: String

    package init(_ integer: Int) { literal = String(integer) }

    /// JSON has no infinity and no NaN: such a number becomes `null` when it is written.
    package init(_ number: Double) {
      literal = number.isFinite ? "\(number)" : "null"
    }

    init(literal: String) { self.literal = literal }

    /// The value if it is a whole number that an `Int` can hold.
    package var integer: Int? {
      Int(literal) ?? Double(literal).flatMap { $0.magnitude <= 0x1p53 ? Int(exactly: $0) : nil }
    }

    package var double: Double? { Double(literal) }
  }

  /// Members with unique names, in the order of the text.
  package struct Object: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
      package let name: String
      package var value: JSON

      package init(_ name: String, _ value: JSON) {
        self.name = name
        self.value = value
      }
    }

    package private(set) var members: [Member]

    /// An object without members.
    package init() { members = [] }

    /// The value of a member; a new member goes to the end, and nil removes one.
    package subscript(name: String) -> JSON? {
      get { members.first { $0.name == name }?.value }
      set {
        let index = members.firstIndex { $0.name == name }
        switch (index, newValue) {
        case (let index?, let value?): members[index].value = value
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(name, value))
        case (nil, nil): break
        }
      }
    }

    package var isEmpty: Bool { members.isEmpty }

    /// The members that satisfy a condition, in order.
    package func filter(_ isIncluded: (Member) -> Bool) -> Object {
      var object = Object()
      object.members = members.filter(isIncluded)
      return object
    }

    /// Adds the members whose names this object lacks.
    package mutating func fill(from other: Object) {
      for member in other.members where self[member.name] == nil { members.append(member) }
    }

    /// Members whose names are already known to be unique.
    init(unique members: [Member]) { self.members = members }
  }
}

extension JSON {
  package static func integer(_ value: Int) -> JSON { .number(Number(value)) }

  /// The value of an object's member; nil for a missing member and for anything but an object.
  package subscript(name: String) -> JSON? { object?[name] }

  package var string: String? { if case .string(let value) = self { value } else { nil } }

  package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }

  package var object: Object? { if case .object(let value) = self { value } else { nil } }

  package var integer: Int? { if case .number(let value) = self { value.integer } else { nil } }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  package init(stringLiteral value: String) { self = .string(value) }

  package init(arrayLiteral elements: JSON...) { self = .array(elements) }

  package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Object(elements)) }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }

  /// The last of several members of one name counts.
  package init(_ elements: [(String, JSON)]) {
    self.init()
    for (name, value) in elements { self[name] = value }
  }
}
