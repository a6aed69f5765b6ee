import Tensors

/// The marked positions of an axis and their labels.
///
/// ```swift
/// let keys = plot(x: [0, 4, 7], y: [1, 2, 3]).xTicks(.at([0, 4, 7], labels: ["C", "E", "G"]))
/// ```
public struct Ticks: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case automatic
    case none
    case fixed([Double], [String]?)
    case integers
    case percent
    case time
    case librosaTime(TimeUnit?)
    case notes
    case pitchClasses
    case octavesOfTwo
    case decibels
  }

  let kind: Kind

  /// Round numbers, decades or categories, depending on the axis.
  public static let automatic = Ticks(kind: .automatic)
  /// No ticks and no tick labels.
  public static let none = Ticks(kind: .none)
  /// Whole numbers only, for counts and epochs.
  public static let integers = Ticks(kind: .integers)
  /// Fractions of one as percentages.
  public static let percent = Ticks(kind: .percent)
  /// Seconds: round numbers of them up to a minute, then `1:30` and `1:02:03` at round minutes and hours.
  public static let time = Ticks(kind: .time)
  /// Frequencies in hertz at the octaves of C, written as note names.
  public static let notes = Ticks(kind: .notes)
  /// Chroma bins 0 to 11: the seven natural notes.
  public static let pitchClasses = Ticks(kind: .pitchClasses)
  /// Steps of 3, 6, 10 or 20 dB.
  public static let decibels = Ticks(kind: .decibels)

  /// Given positions, labelled with their values or with `labels`.
  ///
  /// - Precondition: the numbers of labels and places are equal.
  public static func at(_ places: [Double], labels: [String]? = nil) -> Ticks {
    require(
      labels.map { $0.count == places.count } ?? true,
      "\(places.count) ticks need as many labels, not \(labels?.count ?? 0); give one per tick")
    return Ticks(kind: .fixed(places, labels))
  }

  /// Seconds as librosa's axes write them: `1.1` at 1.05 s when more than a second is shown.
  static func librosaTime(_ unit: TimeUnit? = nil) -> Ticks { Ticks(kind: .librosaTime(unit)) }
}

/// The unit in which an axis of seconds is written.
enum TimeUnit: String, Hashable, Sendable, CaseIterable {
  /// `1:02:03`.
  case hours
  /// `62:03`.
  case minutes
  /// Three digits.
  case seconds
  /// Thousandths, three digits.
  case milliseconds
}

/// One marked position of an axis.
package struct Tick: Hashable, Sendable {
  package var value: Double
  package var label: String
  /// Minor ticks are shorter and often carry no label.
  package var isMinor = false
}
