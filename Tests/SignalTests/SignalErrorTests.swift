import Files
import Signal
import Testing

@Suite("Errors of signals")
struct SignalErrorTests {
  @Test(
    "An error says what is wrong and what to do",
    arguments: [
      (
        SignalError.fileNotFound(path: "a/b.wav"),
        "There is no file at a/b.wav. Check the path and the working folder."
      ),
      (
        .unreadableAudio(path: "notes.wav", reason: "Format not recognised."),
        "notes.wav cannot be read as audio: Format not recognised. WAV, AIFF, FLAC, OGG and MP3 files can."
      ),
      (.unwritableAudio(path: "/x.wav", reason: "No space left."), "/x.wav could not be written: No space left."),
      (
        .invalidParameter(name: "hopLength", value: "-5", requirement: "a positive integer"),
        "hopLength is -5, but it must be a positive integer."
      ),
      (
        .aboveNyquist(name: "The highest constant-Q bin", frequency: 4165.4567, sampleRate: 4000),
        "The highest constant-Q bin reaches 4165.457 Hz, beyond the Nyquist frequency of 2000 Hz at 4000 Hz. "
          + "Use fewer or lower bins, or a higher sample rate."
      ),
      (
        .tooShort(sampleCount: 3, needed: 2048, method: "A spectrum of frames that are not centred"),
        "A spectrum of frames that are not centred needs at least 2048 samples, but the signal has 3."
      ),
      (
        .invalidNote("H3"),
        "“H3” is not a note name. Write a letter from A to G, accidentals and an octave, as in A3, C♯4 or Bb2."
      ),
      (
        .malformedMIDI(reason: "it does not begin with “MThd”", byteOffset: 4),
        "This is not a readable Standard MIDI File: it does not begin with “MThd” (byte 4)."
      ),
      (
        .unreadableSoundFont(path: "a.sf2"),
        "a.sf2 is not a sound font that FluidSynth can load. Name an .sf2 file, or install one with "
          + "`apt install timgm6mb-soundfont`."
      ),
      (
        .synthesizerUnavailable(reason: "libfluidsynth.so.3 is missing."),
        "FluidSynth cannot start: libfluidsynth.so.3 is missing. Install it with `apt install libfluidsynth3`."
      ),
      (.resamplingFailed(reason: "it stopped."), "The audio could not be resampled: it stopped."),
    ])
  func message(error: SignalError, text: String) {
    #expect(error.description == text)
    #expect(error.errorDescription == text)
  }
}
