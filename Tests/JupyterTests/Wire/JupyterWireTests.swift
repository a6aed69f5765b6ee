import Jupyter
import Testing

@Suite("The log of refused messages")
struct JupyterWireTests {
  @Test("It has the first ten of a flood and each power of ten")
  func flood() {
    #expect((1...100_000).filter(JupyterWire.isTold) == Array(1...10) + [100, 1_000, 10_000, 100_000])
  }
}
