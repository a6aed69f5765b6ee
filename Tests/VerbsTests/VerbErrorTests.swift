import Etude
import Foundation
import Testing

@Suite("Errors of verbs")
struct VerbErrorTests {
  @Test("Each error names the problem, the folder and the remedy")
  func messages() {
    let missing = VerbError.noFolder(path: "notes")
    #expect(
      missing.description == "There is no folder at notes. Check the path, or run the cell that creates it.")
    #expect(missing.localizedDescription == missing.description)
    #expect(
      VerbError.unusableFolder(path: "png", reason: "Permission denied").description
        == "The folder png cannot be created (Permission denied). Choose an unused path in a writable folder.")
    #expect(
      VerbError.onePicture(sounds: ["a.mp3", "a.wav"], picture: "a.png").description
        == "a.mp3 and a.wav would be drawn as one image, a.png. Rename one of them, or move it elsewhere.")
  }

  @Test("Errors of doc contain the symbol, and similar names")
  func documentation() {
    #expect(DocumentationError.unknown(name: "chrom", similar: []).description == "Nothing is named `chrom`.")
    #expect(
      DocumentationError.unknown(name: "chrom", similar: ["chroma", "chromagrams"]).description
        == "Nothing is named `chrom`. Did you mean `chroma`, `chromagrams`?")
    #expect(
      throws: DocumentationError.unavailable(reason: "`doc` works only in a notebook")
    ) { try doc("chroma") }
  }
}
