import Display
import Foundation
import Testing

@Suite("The index of the documentation")
struct DocumentationIndexTests {
  private static func symbol(_ path: String, _ comment: String = "") -> DocumentationIndex.Symbol {
    DocumentationIndex.Symbol(path: path, declaration: "let \(path)", comment: comment, module: "Signal")
  }

  private let index = DocumentationIndex(
    [
      Self.symbol("MelSpectrogram", "Energies in bands. They are even on the mel scale."),
      Self.symbol("MelSpectrogram.bandCount"),
      Self.symbol("MelSpectrogram.init(bandCount:)"),
      Self.symbol("Waveform.duration", "Seconds.\n\nThe number of samples."),
      Self.symbol("Clip.duration"), Self.symbol("histogram(_:bins:)", "A plot of how often values occur."),
      Self.symbol("chroma(_:)"), Self.symbol("chroma(_:hopLength:)"), Self.symbol("+(_:_:)"),
      Self.symbol("Waveform.Mark"),
      Self.symbol("Waveform.Mark.place"), Self.symbol("FrameEnergy.rootMeanSquare", "Loudness; `librosa.feature.rms`."),
      Self.symbol("DataFrame.init(contentsOfCSVFile:types:)"), Self.symbol("DataFrame.init(columns:)"),
    ],
    knownCalls: [
      KnownCall(
        library: "pandas", call: "pd.read_csv(path)", here: ["DataFrame.init(contentsOfCSVFile:)"],
        difference: "types are guessed"),
      KnownCall(library: "PyTorch", call: ".cuda()", here: [], difference: ""),
      KnownCall(library: "matplotlib", call: "plt.hist", here: ["histogram"], difference: ""),
    ])

  private func declarations(_ name: String) throws -> [String] {
    try index.documentation(of: name).entries.map(\.declaration)
  }

  @Test(
    "A name is found with and without labels, type, case and underscores",
    arguments: [
      ("chroma", ["let chroma(_:)", "let chroma(_:hopLength:)"]), ("chroma(_:)", ["let chroma(_:)"]),
      ("Waveform.duration", ["let Waveform.duration"]), ("duration", ["let Clip.duration", "let Waveform.duration"]),
      ("melspectrogram", ["let MelSpectrogram"]), ("mel_spectrogram", ["let MelSpectrogram"]),
      ("`chroma`(_: )", ["let chroma(_:)"]),
      (
        "init",
        [
          "let DataFrame.init(columns:)", "let DataFrame.init(contentsOfCSVFile:types:)",
          "let MelSpectrogram.init(bandCount:)",
        ]
      ), ("+", ["let +(_:_:)"]),
      ("Waveform.mark", ["let Waveform.Mark"]),
    ])
  func found(_ name: String, _ declarations: [String]) throws {
    #expect(try self.declarations(name) == declarations)
  }

  @Test(
    "A call of another library leads to what takes its place, with or without the library's name",
    arguments: [
      ("read_csv", ["let DataFrame.init(contentsOfCSVFile:types:)"]), ("hist", ["let histogram(_:bins:)"]),
      ("pandas.read_csv", ["let DataFrame.init(contentsOfCSVFile:types:)"]), ("cuda", []),
      ("ReadCSV", ["let DataFrame.init(contentsOfCSVFile:types:)"]),
    ])
  func knownCalls(_ name: String, _ declarations: [String]) throws {
    #expect(try self.declarations(name) == declarations)
    #expect(try index.documentation(of: name).counterpart != nil)
  }

  @Test("What takes a call's place and what differs stands before the documentation")
  func counterpart() throws {
    #expect(
      try index.documentation(of: "read_csv").description.hasPrefix(
        "`pd.read_csv(path)` of pandas is `DataFrame.init(contentsOfCSVFile:)` here. Types are guessed.\n\n"))
    #expect(try index.documentation(of: "cuda").description == "`.cuda()` of PyTorch has no counterpart here.")
  }

  @Test("A name that only comments mention leads to their symbols", arguments: ["rms", "librosa.feature.rms"])
  func mentioned(name: String) throws {
    #expect(try declarations(name) == ["let FrameEnergy.rootMeanSquare"])
  }

  @Test(
    "A member is shown with its type",
    arguments: [
      ("static func mean(of x: Int)", "static func Clip.mean(of x: Int)"), ("init(bins: Int)", "Clip.init(bins: Int)"),
      ("var mean: Double { get }", "var Clip.mean: Double { get }"),
      ("static func + (a: Clip, b: Clip) -> Clip", "static func Clip.+ (a: Clip, b: Clip) -> Clip"),
      ("subscript(index: Int) -> Float { get }", "Clip.subscript(index: Int) -> Float { get }"),
    ])
  func owners(declaration: String, title: String) throws {
    let symbol = DocumentationIndex.Symbol(path: "Clip.it", declaration: declaration, comment: "", module: "Signal")
    #expect(try DocumentationIndex([symbol]).documentation(of: "it").description == title)
  }

  @Test("A type is shown with its own members, without those of nested types")
  func members() throws {
    let type = try index.documentation(of: "MelSpectrogram")
    #expect(type.members.map(\.declaration) == ["let MelSpectrogram.bandCount", "let MelSpectrogram.init(bandCount:)"])
    #expect(type.description.contains("Members:\n\n  let MelSpectrogram.bandCount\n"))
    #expect(try index.documentation(of: "Waveform.Mark").members.map(\.declaration) == ["let Waveform.Mark.place"])
    #expect(try index.documentation(of: "duration").members.isEmpty)
  }

  @Test(
    "A name that is not there suggests likely ones, the likeliest first",
    arguments: [
      ("histo", ["histogram"]), ("chorma", ["chroma"]), ("spectrogram", ["MelSpectrogram"]),
      ("bands", ["MelSpectrogram"]),
      ("x", []), ("", []), ("zzzz", []), ("chromagram", ["chroma"]),
    ])
  func similar(_ name: String, _ similar: [String]) {
    #expect(throws: DocumentationError.unknown(name: name, similar: similar)) {
      try index.documentation(of: name)
    }
  }

  @Test("A summary is the first sentence")
  func summaries() throws {
    #expect(try index.documentation(of: "MelSpectrogram").entries[0].summary == "Energies in bands.")
    #expect(try index.documentation(of: "Waveform.duration").entries[0].summary == "Seconds.")
    #expect(try index.documentation(of: "chroma(_:)").entries[0].summary == "")
  }

  @Test("A file stores the symbols, and a damaged file is refused")
  func file() {
    let data = index.encoded
    #expect(DocumentationIndex(encoded: data) == index)
    #expect(DocumentationIndex(encoded: DocumentationIndex([]).encoded)?.symbols == [])
    for damaged in [Data(), data.dropLast(), data.dropFirst(), data + [0x1F, 0x1E]] {
      #expect(DocumentationIndex(encoded: Data(damaged)) == nil)
    }
  }
}
