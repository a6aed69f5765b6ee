import Foundation
import Plotting
import TestSupport
import Testing

@Suite("Axes of spectra")
struct SpectrumAxisTests {
  private let settings = SpectrumSettings(
    sampleRate: 44_100, hopLength: 441, lowestFrequency: 55, binsPerOctave: 24)
  private let tolerance = Tolerance(absolute: 1e-3, relative: 1e-4)

  @Test("Constant-Q rows are at their frequencies")
  func constantQRowsLieAtTheirFrequencies() {
    let notes = SpectrumAxis.constantQNotes.edges(count: 49, settings: settings)
    let neighbours: Double = pow(2, 1.0 / 24) + pow(2, -1.0 / 24)
    expectMatches([(notes[24] + notes[25]) / 2], [110 * (2 + neighbours) / 4], tolerance: tolerance, named: "octave")
  }

  @Test("Times are at the middle of frames")
  func timesLieAtTheMiddleOfFrames() {
    expectMatches(
      SpectrumAxis.time.edges(count: 3, settings: settings), [-0.005, 0.005, 0.015, 0.025], tolerance: tolerance)
    #expect(SpectrumAxis.time.edges(count: 0, settings: settings) == [0])
  }

  @Test("Chroma rows may be quarter tones")
  func chromaRowsMayBeQuarterTones() {
    expectMatches(
      Array(SpectrumAxis.chroma.edges(count: 24, settings: settings).suffix(1)), [11.75], tolerance: tolerance)
  }

  @Test("Frames are at their indices")
  func framesLieAtTheirIndices() {
    #expect(SpectrumAxis.frames.edges(count: 1, settings: settings) == [-0.5, 0.5])
  }
}
