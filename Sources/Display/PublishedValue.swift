import Foundation

/// A named value that a run publishes for a comparison of runs, such as `etude sweep`.
///
/// ```swift
/// report("error", 0.054)
/// ```
public struct PublishedValue: Equatable, Sendable, Codable, Displayable {
  /// The heading of the value in a table of runs.
  public let name: String
  /// The value itself.
  public let value: Value

  /// A value that tables and plots can hold.
  public enum Value: Equatable, Sendable {
    /// Any number, including NaN and infinities, for example the loss of a diverged run.
    case number(Double)
    /// Yes or no.
    case boolean(Bool)
    /// Words, such as the name of a model.
    case text(String)
  }

  /// - Precondition: the name is not empty.
  public init(_ name: String, _ value: Value) {
    precondition(!name.isEmpty, "A published value needs a name, as in report(\"error\", 0.05).")
    self.name = name
    self.value = value
  }

  /// A line for readers, and the name and the value for programs.
  public var mimeBundle: MIMEBundle {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bundle = MIMEBundle(plainText: "\(name): \(value)")
    return (try? encoder.encode(self)).map { bundle.adding($0, as: .publishedValue) } ?? bundle
  }
}

extension PublishedValue.Value: CustomStringConvertible {
  /// The value as it is written in a table; whole numbers have no fraction.
  public var description: String {
    switch self {
    case .number(let number):
      Int(exactly: number).map(String.init) ?? "\(number)"
    case .boolean(let value): "\(value)"
    case .text(let text): text
    }
  }
}

extension PublishedValue.Value: Codable {
  /// Reads a JSON number, boolean or text; the texts `nan`, `inf` and `-inf` are the numbers that JSON lacks.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      let text = try container.decode(String.self)
      self = ["nan", "inf", "-inf"].contains(text) ? .number(Double(text) ?? .nan) : .text(text)
    }
  }

  /// Writes the format that ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number) where number.isFinite: try container.encode(number)
    case .number(let number): try container.encode("\(number)")
    case .boolean(let value): try container.encode(value)
    case .text(let text): try container.encode(text)
    }
  }
}

extension MIMEBundle {
  /// The value that was published with this bundle; nil if it shows anything else.
  package var publishedValue: PublishedValue? {
    self[.publishedValue].flatMap { try? JSONDecoder().decode(PublishedValue.self, from: $0) }
  }
}

/// Publishes a number under a name, for the table of `etude sweep`.
///
/// The cell shows a line `error: 0.054`. If a name is published several times, the last value of the run counts.
///
/// ```swift
/// report("error", 0.054)
/// ```
/// - Precondition: the name is not empty.
public func report(_ name: String, _ value: some BinaryFloatingPoint) {
  // Uses the decimal digits: the Float 0.1 is written as 0.1.
  display(PublishedValue(name, .number(Double("\(value)") ?? Double(value))))
}

/// Publishes a whole number under a name.
///
/// ```swift
/// report("mistakes", 12)
/// ```
public func report(_ name: String, _ value: some BinaryInteger) {
  // Numbers that no Double can represent keep their digits.
  display(PublishedValue(name, Double(exactly: value).map { .number($0) } ?? .text("\(value)")))
}

/// Publishes yes or no under a name.
///
/// ```swift
/// report("converged", true)
/// ```
public func report(_ name: String, _ value: Bool) { display(PublishedValue(name, .boolean(value))) }

/// Publishes a text under a name.
///
/// ```swift
/// report("hardest", "A3")
/// ```
public func report(_ name: String, _ value: String) { display(PublishedValue(name, .text(value))) }
