import NotebookKit
import Testing

/// The types whose values are pure, by their names in the compiler.
@Suite("Sharing of values")
struct SharingTests {
  @Test(
    "A type's words say whether it may hold references",
    arguments: [
      ("Swift.Int", Sharing.value), ("[Swift.String : [Swift.Double]?]", .value),
      ("(a: Swift.Int, b: Swift.Bool)", .value),
      ("Swift.Range<Swift.Int>", .value), ("FoundationEssentials.Date", .value), ("()", .value),
      ("Cell_1.Point", .value), ("[Cell_1.Box<Swift.Int>]", .value), ("Cell_1.Pair<A, B>", .value),
      ("Tensors.Tensor", .valueUnlessMadeOfReferences), ("[Signal.Waveform]", .valueUnlessMadeOfReferences),
      ("(Tensors.Tensor, Cell_1.Net)", .reference), ("Tensors.Parameter", .reference), ("Cell_1.Net", .reference),
      ("() -> Swift.Int", .reference), ("Any", .reference), ("Swift.Error", .reference), ("some", .reference),
      ("Swift.UnsafeMutablePointer<Swift.Int>", .reference), ("Learning.Learner", .reference),
      ("[Swift.Int : Foundation.Thread]", .reference),
    ])
  func types(_ type: String, _ sharing: Sharing) {
    #expect(
      Sharing.of(type) { ["Cell_1.Point", "Cell_1.Box", "Cell_1.Pair"].contains($0) ? .value : nil } == sharing)
  }
}
