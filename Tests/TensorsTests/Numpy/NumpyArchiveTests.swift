import Foundation
import Tensors
import Testing

struct NumpyArchiveTests {
  private let spectrum = ComplexTensor(shape: [2, 1], interleaved: [1, -2, 3.5, 0])

  @Test func complexArraysComeBack() throws {
    let data = spectrum.npyData()
    #expect(try ComplexTensor(npyData: data) == spectrum)
    #expect(String(decoding: data[10..<40], as: UTF8.self).contains("'descr': '<c8'"))
    #expect(spectrum.magnitude.scalars == [Float(5).squareRoot(), 3.5] && spectrum.power.scalars == [5, 12.25])
    #expect(throws: TensorError.unsupportedElement(name: "<c8")) { try Tensor(npyData: data) }
    #expect(throws: TensorError.unsupportedElement(name: "<f4")) { try ComplexTensor(npyData: Tensor([1]).npyData()) }
  }

  @Test(arguments: [true, false])
  func archivesComeBack(isCompressed: Bool) throws {
    var archive = NumpyArchive()
    archive.add(Tensor(shape: [2, 500], scalars: (0..<1000).map { Float($0 % 10) }), named: "chroma")
    archive.add(spectrum, named: "stft")
    archive.add(Tensor(zeros: [0]), named: "empty")
    let data = try archive.data(isCompressed: isCompressed)
    #expect(try archive.data(isCompressed: isCompressed) == data)
    #expect(isCompressed == (data.count < 2000))
    let back = try NumpyArchive(data)
    #expect(back.names == ["chroma", "empty", "stft"])
    #expect(try back.tensor("chroma")?.scalars == archive.tensor("chroma")?.scalars)
    #expect(try back.complexTensor("stft") == spectrum)
    #expect(try back.tensor("empty")?.shape == [0] && back.tensor("none") == nil)
  }

  /// `numpy.savez_compressed(file, a=numpy.arange(3, dtype="f4"))`, whose entry has a 64-bit extra field.
  @Test func whatNumpyWritesIsRead() throws {
    let archive = try NumpyArchive(try #require(Data(base64Encoded: Self.savedByNumpy)))
    #expect(try archive.tensor("a")?.scalars == [0, 1, 2])
  }

  @Test func damageIsFound() throws {
    var archive = NumpyArchive()
    archive.add(Tensor((0..<100).map { Float($0) }), named: "a")
    for isCompressed in [true, false] {
      let data = [UInt8](try archive.data(isCompressed: isCompressed))
      for length in stride(from: 0, to: data.count, by: 7) {
        #expect(throws: TensorError.self) { try NumpyArchive(Data(data[..<length])) }
      }
      var changed = data
      changed[120] ^= 0xFF
      #expect(throws: TensorError.self) { try NumpyArchive(Data(changed)) }
    }
    #expect(throws: TensorError.malformedNumpy(reason: "its archive is damaged (Not a zip archive)")) {
      try NumpyArchive(Data("no archive at all, whatever".utf8))
    }
  }

  private static let savedByNumpy = """
    UEsDBC0AAAAIAAAAIQC2jIZT//////////8FABQAYS5ucHkBABAAjAAAAAAAAABLAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6l\
    oG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC4GMGiwBxIOAFBLAQItAy0AAAAIAAAAIQC2jIZT\
    SwAAAIwAAAAFAAAAAAAAAAAAAACAAQAAAABhLm5weVBLBQYAAAAAAQABADMAAACCAAAAAAA=
    """
}
