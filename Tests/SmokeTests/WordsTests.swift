import Foundation
import TestSupport
import Testing

/// The English of comments, notes, notebooks and test names: openings and turns that make readers stop.
@Suite("Words")
struct WordsTests {
  private static let sources = Result { try ProseSource.all() }

  @Test("A doc comment opens with what its symbol is or does")
  func openings() throws {
    let opening = try NSRegularExpression(pattern: Self.opening)
    #expect(try Self.sources.get().flatMap(\.openings).filter { $0.matches(opening) }.map(\.description) == [])
  }

  @Test("No text has a turn that needs a second reading")
  func turns() throws {
    let turn = try NSRegularExpression(pattern: Self.turns.joined(separator: "|"))
    #expect(try Self.sources.get().flatMap(\.passages).filter { $0.matches(turn) }.map(\.description) == [])
  }

  @Test(
    "The lint finds a bad sentence",
    arguments: [
      "\u{22}x\u{22} is no image.", "Those which are left.", "Whoever calls it.", "Made anew.", "A type of one's own.",
      "Samples a channel, bins an octave.", "It waits for ever.", "The key stands here.", "All else stays.",
      "The file stays as it is.", "A key that cannot be had.", "It is of no use.",
    ])
  func badSentence(text: String) throws {
    let turn = try NSRegularExpression(pattern: Self.turns.joined(separator: "|"))
    #expect(ProseSource.Passage(file: "", line: 1, text: text).matches(turn))
  }

  @Test(
    "The lint accepts a plain sentence",
    arguments: [
      "There is no image.", "It is no longer valid.", "The file is no larger than before.", "`a` is `no image`.",
      "The samples of a channel, 12 bins per octave.", "A value stands for another.",
    ])
  func plainSentence(text: String) throws {
    let turn = try NSRegularExpression(pattern: Self.turns.joined(separator: "|"))
    #expect(!ProseSource.Passage(file: "", line: 1, text: text).matches(turn))
  }

  private static let opening = #"^(What|How|Whether|Where|Why|Who|Whoever|That|The same)\b"#

  /// Each turn has a plain form: "is not a", "per", "again", "your own", "everything else".
  private static let turns = [
    #"(?<![Tt]here )\b(is|are|was|were) no (?!longer|more|such|less|need|doubt|other|further|better|worse|\w+er\b)\w"#,
    #"\b(that|[Tt]hose) which\b"#, #"\b[Ww]hoever\b"#, #"\bfor ever\b"#, #"\banew\b"#, #"\bone's own\b"#,
    #"\b[Aa]ll else\b"#, #"\bwithout a word\b"#, #"\b(stands|lies) here\b"#,
    #"\bstays? as it is\b"#, #"\bcannot be had\b"#, #"\bof no (more )?use\b"#, #"\bfor want of\b"#, #"\bknows? no\b"#,
    #"\b([Ss]amples|[Bb]ins|[Ff]rames|[Bb]its|[Dd]ots|[Tt]imes|[Ll]abels|[Tt]icks|[Bb]eats|[Oo]ctaves)"#
      + #" an? (second|minute|channel|octave|frame|pixel|inch|item|quarter|beat)\b"#,
  ]
}
