import Signal
import Testing

@Suite("Instruments of General MIDI")
struct InstrumentTests {
  @Test(
    "each named one has the program and the name of the standard",
    arguments: [
      (Instrument.piano, 0, "Acoustic Grand Piano"), (.churchOrgan, 19, "Church Organ"),
      (.guitar, 24, "Acoustic Guitar (nylon)"), (.violin, 40, "Violin"), (.cello, 42, "Cello"),
      (.trumpet, 56, "Trumpet"), (.clarinet, 71, "Clarinet"), (.flute, 73, "Flute"),
    ])
  func named(instrument: Instrument, program: Int, name: String) throws {
    #expect(instrument.program == program && instrument.name == name)
    #expect(try Instrument(program: program) == instrument)
  }

  @Test("there are 128, each with a name of its own")
  func all() {
    let instruments = [Instrument].all
    #expect(instruments.count == 128)
    #expect(Set(instruments.map(\.name)).count == 128)
  }
}
