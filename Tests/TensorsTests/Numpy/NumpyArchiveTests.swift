import Foundation
import Tensors
import Testing

@Suite("Archives of NumPy arrays")
struct NumpyArchiveTests {
  private let spectrum = ComplexTensor(shape: [2, 1], interleaved: [1, -2, 3.5, 0])

  @Test("An archive that is written reads back", arguments: [true, false])
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
  @Test("An archive that NumPy wrote is read")
  func whatNumpyWritesIsRead() throws {
    let archive = try NumpyArchive(try #require(Data(base64Encoded: Self.savedByNumpy)))
    #expect(try archive.tensor("a")?.scalars == [0, 1, 2])
  }

  @Test("A cut archive is refused at any length", arguments: [true, false])
  func cutArchivesAreRefused(isCompressed: Bool) throws {
    let data = try Self.counting(isCompressed: isCompressed)
    for length in stride(from: 0, to: data.count, by: 7) {
      #expect(throws: TensorError.self) { try NumpyArchive(Data(data[..<length])) }
    }
  }

  @Test("A changed byte of an archive is noticed", arguments: [true, false])
  func changedBytesAreNoticed(isCompressed: Bool) throws {
    var changed = try Self.counting(isCompressed: isCompressed)
    changed[120] ^= 0xFF
    #expect(throws: TensorError.self) { try NumpyArchive(Data(changed)) }
  }

  @Test("Text is refused as an archive without an end record")
  func textIsRefused() {
    #expect(throws: TensorError.malformedNumpy(reason: "its archive is damaged (Not a zip archive)")) {
      try NumpyArchive(Data("no archive at all, whatever".utf8))
    }
  }

  private static func counting(isCompressed: Bool) throws -> [UInt8] {
    var archive = NumpyArchive()
    archive.add(Tensor((0..<100).map { Float($0) }), named: "a")
    return [UInt8](try archive.data(isCompressed: isCompressed))
  }

  private static let savedByNumpy = """
    UEsDBC0AAAAIAAAAIQC2jIZT//////////8FABQAYS5ucHkBABAAjAAAAAAAAABLAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6l\
    oG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC4GMGiwBxIOAFBLAQItAy0AAAAIAAAAIQC2jIZT\
    SwAAAIwAAAAFAAAAAAAAAAAAAACAAQAAAABhLm5weVBLBQYAAAAAAQABADMAAACCAAAAAAA=
    """
}
