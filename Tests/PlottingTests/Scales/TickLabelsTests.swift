import Plotting
import Testing

@Suite("Labels of ticks")
struct TickLabelsTests {
  @Test("Notes are named, and semitones if there is room")
  func notesAreNamed() throws {
    #expect(try tickLabels(60, 600, .log(base: 2), .notes) == ["C2", "C3", "C4", "C5"])
    #expect(try tickLabels(260, 500, .log(base: 2), .notes).prefix(3) == ["C4", "C♯4", "D4"])
  }

  @Test("Pitch classes are named at the naturals")
  func pitchClassesAreNaturals() throws {
    #expect(try tickLabels(-0.5, 11.5, .linear, .pitchClasses) == ["C", "D", "E", "F", "G", "A", "B"])
  }

  @Test("Fractions are written in percent")
  func fractionsArePercent() throws {
    #expect(
      try tickLabels(0, 0.4, .linear, .percent) == [
        "0 %", "5 %", "10 %", "15 %", "20 %", "25 %", "30 %", "35 %", "40 %",
      ])
  }

  @Test("Decibels have their unit")
  func decibelsHaveTheirUnit() throws {
    #expect(try tickLabels(-80, 0, .linear, .decibels).first == "−80 dB")
  }

  @Test("Integers have no fractions between them")
  func integersHaveNoFractionsBetween() throws {
    #expect(try tickLabels(1, 3, .linear, .integers) == ["1", "2", "3"])
  }

  @Test("Chosen places have chosen labels")
  func chosenPlacesHaveChosenLabels() throws {
    #expect(try tickLabels(0, 5, .linear, .at([1, 4], labels: ["one", "four"])) == ["one", "four"])
  }

  @Test("An axis without ticks has no labels")
  func axesWithoutTicksHaveNoLabels() throws {
    #expect(try tickLabels(0, 5, .linear, .none).isEmpty)
  }

  @Test("Names keep their order of appearance, in all marks together")
  func names() throws {
    let figure = figure {
      BarMark(x: ["b", "a"], y: [1, 2])
      PointMark(x: ["a", "c"], y: [2, 1])
    }
    #expect(try #require(try figure.geometry().first).x.ticks.map(\.label) == ["b", "a", "c"])
  }
}
