/// One of the 128 instruments of General MIDI.
///
/// ```swift
/// Instrument.violin.program            // 40
/// try Instrument(program: 73).name     // "Flute"
/// ```
public struct Instrument: Sendable, Hashable, CustomStringConvertible {
  /// The program number, 0…127.
  public let program: Int

  /// The instrument of a program number.
  ///
  /// - Throws: `SignalError.invalidParameter` outside 0…127.
  public init(program: Int) throws {
    guard (0...127).contains(program) else {
      throw SignalError.invalidParameter(
        name: "program", value: "\(program)", requirement: "a General MIDI program, 0…127")
    }
    self.program = program
  }

  private init(_ program: Int) { self.program = program }

  /// Its name in General MIDI.
  public var name: String { String(Self.names[program]) }

  /// The name of the instrument.
  public var description: String { name }

  /// Program 0.
  public static let piano = Instrument(0)
  /// Program 19.
  public static let churchOrgan = Instrument(19)
  /// Program 24.
  public static let guitar = Instrument(24)
  /// Program 40.
  public static let violin = Instrument(40)
  /// Program 42.
  public static let cello = Instrument(42)
  /// Program 56.
  public static let trumpet = Instrument(56)
  /// Program 71.
  public static let clarinet = Instrument(71)
  /// Program 73.
  public static let flute = Instrument(73)

  private static let names = """
    Acoustic Grand Piano|Bright Acoustic Piano|Electric Grand Piano|Honky-tonk Piano|Electric Piano 1|\
    Electric Piano 2|Harpsichord|Clavi|Celesta|Glockenspiel|Music Box|Vibraphone|Marimba|Xylophone|Tubular Bells|\
    Dulcimer|Drawbar Organ|Percussive Organ|Rock Organ|Church Organ|Reed Organ|Accordion|Harmonica|Tango Accordion|\
    Acoustic Guitar (nylon)|Acoustic Guitar (steel)|Electric Guitar (jazz)|Electric Guitar (clean)|\
    Electric Guitar (muted)|Overdriven Guitar|Distortion Guitar|Guitar Harmonics|Acoustic Bass|\
    Electric Bass (finger)|Electric Bass (pick)|Fretless Bass|Slap Bass 1|Slap Bass 2|Synth Bass 1|Synth Bass 2|\
    Violin|Viola|Cello|Contrabass|Tremolo Strings|Pizzicato Strings|Orchestral Harp|Timpani|String Ensemble 1|\
    String Ensemble 2|Synth Strings 1|Synth Strings 2|Choir Aahs|Voice Oohs|Synth Voice|Orchestra Hit|Trumpet|\
    Trombone|Tuba|Muted Trumpet|French Horn|Brass Section|Synth Brass 1|Synth Brass 2|Soprano Sax|Alto Sax|\
    Tenor Sax|Baritone Sax|Oboe|English Horn|Bassoon|Clarinet|Piccolo|Flute|Recorder|Pan Flute|Blown Bottle|\
    Shakuhachi|Whistle|Ocarina|Lead 1 (square)|Lead 2 (sawtooth)|Lead 3 (calliope)|Lead 4 (chiff)|Lead 5 (charang)|\
    Lead 6 (voice)|Lead 7 (fifths)|Lead 8 (bass + lead)|Pad 1 (new age)|Pad 2 (warm)|Pad 3 (polysynth)|\
    Pad 4 (choir)|Pad 5 (bowed)|Pad 6 (metallic)|Pad 7 (halo)|Pad 8 (sweep)|FX 1 (rain)|FX 2 (soundtrack)|\
    FX 3 (crystal)|FX 4 (atmosphere)|FX 5 (brightness)|FX 6 (goblins)|FX 7 (echoes)|FX 8 (sci-fi)|Sitar|Banjo|\
    Shamisen|Koto|Kalimba|Bag Pipe|Fiddle|Shanai|Tinkle Bell|Agogo|Steel Drums|Woodblock|Taiko Drum|Melodic Tom|\
    Synth Drum|Reverse Cymbal|Guitar Fret Noise|Breath Noise|Seashore|Bird Tweet|Telephone Ring|Helicopter|\
    Applause|Gunshot
    """.split(separator: "|")
}

extension [Instrument] {
  /// The 66 instruments of the lesson's data set: programs 0–31, 40–45, 48–51 and 56–79, those that hold a pitch.
  public static var lesson: [Instrument] {
    [0...31, 40...45, 48...51, 56...79].joined().compactMap { try? Instrument(program: $0) }
  }

  /// All 128.
  public static var all: [Instrument] { (0...127).compactMap { try? Instrument(program: $0) } }
}
