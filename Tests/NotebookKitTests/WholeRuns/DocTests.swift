import Foundation
import TestSupport
import Testing

/// `etude doc`.
@Suite("Documentation")
struct DocTests {
  @Test("The command shows declarations, comments and members")
  func command() throws {
    let result = try EtudeProcess().run(["doc", "chroma", "Waveform"])
    #expect(result.status == 0)
    #expect(result.output.contains("func chroma("))
    #expect(result.output.contains("struct Waveform"))
    #expect(result.output.contains("Members:\n"))
  }

  @Test("The command names the missing names, shows the others, and exits with status 1")
  func unknown() throws {
    let result = try EtudeProcess().run(["doc", "chorma", "specshow"])
    #expect(result.status == 1)
    #expect(result.errors.contains("Nothing is named `chorma`. Did you mean `chroma`"))
    #expect(result.output.contains("func specshow("))
  }

  @Test(
    "Names of other libraries' users lead to ours", arguments: ["melspectrogram", "mfcc", "hist", "scatter", "Learner"])
  func foreign(_ name: String) throws {
    let result = try EtudeProcess().run(["doc", name])
    #expect(result.status == 0 || result.errors.contains("Did you mean"), "\(result.errors)")
  }

  @Test("A member is found by its whole path")
  func member() throws {
    let result = try EtudeProcess().run(["doc", "Waveform.init(samples:sampleRate:)", "Tensor.matmul", "Table"])
    #expect(result.status == 0, "\(result.errors)")
  }
}
