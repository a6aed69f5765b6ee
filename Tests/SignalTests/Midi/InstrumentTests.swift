import Signal
import Testing

@Suite("Instruments")
struct InstrumentTests {
  @Test("A program has the name of General MIDI")
  func programsHaveNames() throws {
    #expect(try Instrument(program: 127).name == "Gunshot" && Instrument.violin.name == "Violin")
  }

  @Test("The lesson's set is a part of all instruments")
  func lessonsSetIsAPart() {
    #expect([Instrument].lesson.count == 66 && [Instrument].all.count == 128)
    #expect(Set([Instrument].lesson).isSubset(of: [Instrument].all))
  }

  @Test("A program beyond General MIDI is refused with its number")
  func otherProgramsAreRefused() {
    #expect(
      throws: SignalError.invalidParameter(
        name: "program", value: "128", requirement: "a General MIDI program, 0…127")
    ) {
      try Instrument(program: 128)
    }
  }
}
