import Foundation
import Tensors
import TestSupport
import Testing

@Suite("NumPy files")
struct NumpyTests {
  private func file(_ header: String, _ body: [UInt8], version: UInt8 = 1) -> Data {
    let text = Array(header.utf8)
    let length: [UInt8] =
      version == 1 ? [UInt8(text.count), 0] : [UInt8(text.count), 0, 0, 0]
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + body)
  }

  @Test("A file that NumPy wrote is read")
  func readsAFixture() throws {
    let tensor = try Fixtures.tensor("layers/conv3s1.w")
    #expect(tensor.shape == [6, 5, 3, 3])
    #expect(tensor.scalars.allSatisfy { $0.magnitude <= 1 })
  }

  @Test("A tensor that is written reads back", arguments: [[], [1], [3], [2, 3], [0, 4], [2, 1, 3]])
  func whatIsWrittenReadsBack(_ shape: [Int]) throws {
    var generator = MersenneTwister(seed: 3)
    let tensor = Tensor(normal: shape, using: &generator)
    let data = tensor.npyData()
    #expect(try Tensor(npyData: data) == tensor)
    #expect((data.count - tensor.count * 4) % 64 == 0)
  }

  @Test(
    "A whole number beyond single precision is an error, and those within are read",
    arguments: [
      ("<i8", [1, 0, 0, 1, 0, 0, 0, 0], "16777217"), (">i4", [0xFE, 0xFF, 0xFF, 0xFF], "-16777217"),
      ("<u8", [UInt8](repeating: 0xFF, count: 8), "18446744073709551615"), ("<u4", [0, 0, 0, 0x80], nil),
      ("<i8", [0, 0, 0, 1, 0, 0, 0, 0], nil),
    ] as [(String, [UInt8], String?)])
  func wholeNumbers(type: String, bytes: [UInt8], rounded: String?) throws {
    let data = file("{'descr': '\(type)', 'fortran_order': False, 'shape': (1,), }", bytes)
    if let rounded {
      #expect(throws: TensorError.roundedInteger(value: rounded)) { try Tensor(npyData: data) }
    } else {
      #expect(try Tensor(npyData: data).count == 1)
    }
  }

  @Test("The header has the bytes that NumPy writes")
  func headerIsNumPys() throws {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    let matrix = String(decoding: Tensor(zeros: [2, 3]).npyData().dropFirst(10), as: UTF8.self)
    #expect(matrix.hasPrefix(header))
    let vector = String(decoding: Tensor(zeros: [2]).npyData().dropFirst(10), as: UTF8.self)
    #expect(vector.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"))
  }

  @Test(
    "Elements of other types become floats",
    arguments: [
      ("<f8", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F], 1.5), (">f4", [0x3F, 0xC0, 0, 0], 1.5), ("<i2", [0xFE, 0xFF], -2),
      ("|u1", [200], 200), ("|b1", [7], 1), ("<f2", [0, 0xBE], -1.5), ("<i8", [3, 0, 0, 0, 0, 0, 0, 0], 3),
    ] as [(String, [UInt8], Float)])
  func convertsElements(_ descriptor: String, _ bytes: [UInt8], _ value: Float)
    throws
  {
    let header = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (1,)}\n"
    for version in 1...3 as ClosedRange<UInt8> {
      #expect(try Tensor(npyData: file(header, bytes, version: version)).scalars == [value])
    }
  }

  @Test("An array in Fortran order is turned around")
  func turnsFortranOrderAround() throws {
    let header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3)}"
    let tensor = try Tensor(npyData: file(header, [0, 3, 1, 4, 2, 5]))
    #expect(tensor == Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 4, 5]))
  }
}
