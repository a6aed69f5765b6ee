import Display
import Testing

@Suite("Values with a custom display")
struct DisplayableTests {
  private struct Interval: Displayable {
    var mimeBundle: MIMEBundle { MIMEBundle(plainText: "a fifth").adding("<b>5</b>", as: .html) }
  }

  @Test("A displayable value provides its own bundle")
  func displayablesGiveTheirBundle() {
    #expect(MIMEBundle(showing: Interval()).text(.html) == "<b>5</b>")
  }

  @Test("A displayable value in an optional provides its own bundle")
  func optionalDisplayablesGiveTheirBundle() {
    #expect(MIMEBundle(showing: Interval?.some(Interval()) as Any).text(.html) == "<b>5</b>")
  }
}
