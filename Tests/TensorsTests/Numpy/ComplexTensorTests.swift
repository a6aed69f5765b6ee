import Foundation
import Tensors
import Testing

@Suite("Complex arrays")
struct ComplexTensorTests {
  private let spectrum = ComplexTensor(shape: [2, 1], interleaved: [1, -2, 3.5, 0])

  @Test("A complex array that is written reads back")
  func whatIsWrittenReadsBack() throws {
    let data = spectrum.npyData()
    #expect(try ComplexTensor(npyData: data) == spectrum)
    #expect(String(decoding: data[10..<40], as: UTF8.self).contains("'descr': '<c8'"))
  }

  @Test("Magnitude and power follow from both parts")
  func magnitudeAndPower() {
    #expect(spectrum.magnitude.scalars == [Float(5).squareRoot(), 3.5] && spectrum.power.scalars == [5, 12.25])
  }

  @Test("Complex and real arrays are not read as each other")
  func otherElementsAreRefused() {
    #expect(throws: TensorError.unsupportedElement(name: "<c8")) { try Tensor(npyData: spectrum.npyData()) }
    #expect(throws: TensorError.unsupportedElement(name: "<f4")) { try ComplexTensor(npyData: Tensor([1]).npyData()) }
  }
}
