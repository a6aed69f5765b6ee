import Fixtures
import Signal
import Tensors
import Testing

struct ConstantQTests {
  @Test(arguments: SignalFixtures.chromaNames)
  func magnitudesAgreeWithLibrosa(name: String) throws {
    let tuning = try #require(try Fixtures.parameters("chroma/\(name).cqt")["tuning"] as? Double)
    let transform = ConstantQTransform(binCount: 252, binsPerOctave: 36, tuning: tuning)
    let error = try expectMatches(
      transform.magnitudes(of: SignalFixtures.chromaInput(name)), fixture: "chroma/\(name).cqt")
    Report.add("chroma/*.cqt", error)
  }

  @Test(arguments: SignalFixtures.chromaNames)
  func chromaAgreesWithLibrosa(name: String) throws {
    let tuning = try #require(try Fixtures.parameters("chroma/\(name).chroma")["tuning"] as? Double)
    let error = try expectMatches(
      ConstantQChroma(tuning: tuning)(SignalFixtures.chromaInput(name)), fixture: "chroma/\(name).chroma")
    Report.add("chroma/*.chroma", error)
  }

  @Test func otherParametersAgreeWithLibrosa() throws {
    let note = try SignalFixtures.note()
    let transforms = [
      ("cqt84", ConstantQTransform()),
      ("cqt_unscaled", ConstantQTransform(hopLength: 256, minimumFrequency: 55, binCount: 60, isScaled: false)),
      ("cqt_early", ConstantQTransform(binCount: 24)),
    ]
    for (name, transform) in transforms {
      let error = try expectMatches(transform.magnitudes(of: note), fixture: "chroma/A3_1.\(name)")
      Report.add("chroma/A3_1.\(name)", error)
    }
    let chromas = [
      ("chroma_bpo12", ConstantQChroma(tuning: 0, binsPerOctave: 12)),
      ("chroma_l2_5oct", ConstantQChroma(norm: .norm(2), threshold: 0.02, tuning: 0.1, octaveCount: 5)),
      ("chroma_fmin_a", ConstantQChroma(hopLength: 1024, minimumFrequency: 55, tuning: 0, octaveCount: 5)),
    ]
    for (name, chroma) in chromas {
      Report.add("chroma/A3_1.\(name)", try expectMatches(chroma(note), fixture: "chroma/A3_1.\(name)"))
    }
  }

  @Test func severalChannelsKeepTheirAxis() throws {
    let channels = try ["A3_1", "B3_25"].map { Array(try SignalFixtures.chromaInput($0).samples[..<11025]) }
    let chroma = try ConstantQChroma(tuning: 0)(Waveform(channels: channels, sampleRate: 22050))
    Report.add("chroma/two_channels", try expectMatches(chroma, fixture: "chroma/two_channels"))
  }
}
