import Foundation
import Plotting
import TestSupport
import Testing

@Suite("The choice of a colour map")
struct ColorMapChoiceTests {
  @Test("The map of recorded data is librosa's choice")
  func recordedDataHaveLibrosasChoice() throws {
    let cases = try #require(try Fixtures.json("display/cmap_choice") as? [String: [String: Any]])
    #expect(cases.count > 1)
    for (name, entry) in cases {
      let data = try #require(entry["data"] as? [Any])
      let expected = try #require(entry["cmap"] as? String)
      if name == "boolean" {
        let truths = data.compactMap { $0 as? Bool }
        #expect(truths.count == data.count && ColorMap.suiting(truths).name == expected)
      } else {
        #expect(ColorMap.suiting(data.map(number)).name == expected, "\(name)")
      }
    }
  }

  @Test("The map follows the signs of the 2nd and 98th percentile")
  func mapFollowsPercentiles() {
    #expect(ColorMap.suiting([-1.0] + [Double](repeating: 1, count: 99)) == .magma)
    #expect(ColorMap.suiting([Double](repeating: -1, count: 5) + [Double](repeating: 1, count: 95)) == .coolwarm)
  }

  @Test("Numbers that are not finite do not count")
  func numbersThatAreNotFiniteDoNotCount() {
    #expect(ColorMap.suiting([0.5, .infinity, 2]) == .magma)
    #expect(ColorMap.suiting([-3, .nan, -1]) == .magma)
    #expect(ColorMap.suiting([Double]()) == .magma)
  }

  /// JSON has no infinities: they are stored as null or as text.
  private func number(_ value: Any) -> Double {
    switch value {
    case let number as NSNumber: number.doubleValue
    case let text as String: Double(text) ?? .nan
    default: .nan
    }
  }
}
