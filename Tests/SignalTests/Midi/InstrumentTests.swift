import Signal
import Testing

@Suite("Instruments of General MIDI")
struct InstrumentTests {
  @Test(
    "Each named instrument has the program and the name of the standard",
    arguments: [
      (Instrument.piano, 0, "Acoustic Grand Piano"), (.churchOrgan, 19, "Church Organ"),
      (.guitar, 24, "Acoustic Guitar (nylon)"), (.violin, 40, "Violin"), (.cello, 42, "Cello"),
      (.trumpet, 56, "Trumpet"), (.clarinet, 71, "Clarinet"), (.flute, 73, "Flute"),
    ])
  func named(instrument: Instrument, program: Int, name: String) throws {
    #expect(instrument.program == program && instrument.name == name)
    #expect(try Instrument(program: program) == instrument)
  }

  @Test("There are 128 instruments with different names")
  func all() {
    let instruments = [Instrument].all
    #expect(instruments.count == 128)
    #expect(Set(instruments.map(\.name)).count == 128)
  }

  @Test("The lesson's instruments are a part of all")
  func lessonsSetIsAPart() {
    #expect([Instrument].lesson.count == 66)
    #expect(Set([Instrument].lesson).isSubset(of: [Instrument].all))
  }

  @Test("A program beyond General MIDI is refused with its number")
  func otherProgramsAreRefused() throws {
    #expect(try Instrument(program: 127).name == "Gunshot")
    #expect(
      throws: SignalError.invalidParameter(
        name: "program", value: "128", requirement: "a General MIDI program, 0…127")
    ) {
      try Instrument(program: 128)
    }
  }
}
