/// The differences that two outputs may have and still agree.
struct ComparisonRules: Equatable, Sendable {
  /// Significant digits to which fractions must agree; nil to the last one that is written.
  var digits: Int?
  /// True if times that something took may differ.
  var passesDurations = false
  /// True if images and sounds are compared with a tolerance.
  var isTolerant = false

  /// To the letter.
  static let exact = ComparisonRules()

  /// The rules of a cell's option `verify`.
  ///
  /// - Parameter elsewhere: True if the record was made on another machine or with another compiler.
  init(_ check: OutputCheck, elsewhere: Bool) {
    switch check {
    case .standard:
      self.init(digits: elsewhere ? OutputCheck.digitsElsewhere : nil, passesDurations: true, isTolerant: elsewhere)
    case .digits(let count): self.init(digits: count, passesDurations: true, isTolerant: true)
    case .exact, .skip: self.init()
    }
  }

  init(digits: Int? = nil, passesDurations: Bool = false, isTolerant: Bool = false) {
    self.digits = digits
    self.passesDurations = passesDurations
    self.isTolerant = isTolerant
  }
}
