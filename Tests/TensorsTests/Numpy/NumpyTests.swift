import Fixtures
import Foundation
import Tensors
import Testing

@Suite struct NumpyTests {
  private func file(_ header: String, _ body: [UInt8], version: UInt8 = 1) -> Data {
    let text = Array(header.utf8)
    let length: [UInt8] =
      version == 1 ? [UInt8(text.count), 0] : [UInt8(text.count), 0, 0, 0]
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + body)
  }

  @Test func readsAFixture() throws {
    let tensor = try Fixtures.tensor("layers/conv3s1.w")
    #expect(tensor.shape == [6, 5, 3, 3])
    #expect(tensor.scalars.allSatisfy { $0.magnitude <= 1 })
  }

  @Test(arguments: [[], [1], [3], [2, 3], [0, 4], [2, 1, 3]]) func whatIsWrittenReadsBack(_ shape: [Int]) throws {
    var generator = MersenneTwister(seed: 3)
    let tensor = Tensor(normal: shape, using: &generator)
    let data = tensor.npyData()
    #expect(try Tensor(npyData: data) == tensor)
    #expect((data.count - tensor.count * 4) % 64 == 0)
  }

  @Test func readsTheBytesThatNumPyWrites() throws {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    let matrix = String(decoding: Tensor(zeros: [2, 3]).npyData().dropFirst(10), as: UTF8.self)
    #expect(matrix.hasPrefix(header))
    let vector = String(decoding: Tensor(zeros: [2]).npyData().dropFirst(10), as: UTF8.self)
    #expect(vector.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"))
  }

  @Test(
    arguments: [
      ("<f8", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F], 1.5), (">f4", [0x3F, 0xC0, 0, 0], 1.5), ("<i2", [0xFE, 0xFF], -2),
      ("|u1", [200], 200), ("|b1", [7], 1), ("<f2", [0, 0xBE], -1.5), ("<i8", [3, 0, 0, 0, 0, 0, 0, 0], 3),
    ] as [(String, [UInt8], Float)]) func convertsElements(_ descriptor: String, _ bytes: [UInt8], _ value: Float)
    throws
  {
    let header = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (1,)}\n"
    for version in 1...3 as ClosedRange<UInt8> {
      #expect(try Tensor(npyData: file(header, bytes, version: version)).scalars == [value])
    }
  }

  @Test func turnsFortranOrderAround() throws {
    let header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3)}"
    let tensor = try Tensor(npyData: file(header, [0, 3, 1, 4, 2, 5]))
    #expect(tensor == Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 4, 5]))
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "shape [2] needs 8 bytes, but 4 follow the header"),
    ("{'descr': '<f4', 'fortran_order': False}", "its header lacks descr, fortran_order or shape"),
    ("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", "fortran_order is neither True nor False"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "its shape is no tuple of whole numbers"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999)}", "is larger than memory"),
    ("nonsense", "its header lacks '{'"),
  ]) func namesWhatIsWrong(_ header: String, _ reason: String) {
    #expect { try Tensor(npyData: file(header, [0, 0, 0, 0])) } throws: { "\($0)".contains(reason) }
  }

  @Test func refusesOtherElements() {
    let header = "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}"
    #expect(throws: TensorError.unsupportedElement(name: "<c8")) { try Tensor(npyData: file(header, [])) }
    #expect(throws: TensorError.malformedNumpy(reason: "it does not start with \\x93NUMPY")) {
      try Tensor(npyData: Data("P".utf8))
    }
  }

  @Test func saysWhatAFileHoldsInstead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (archive, complex) = (folder.appending(path: "a.npz"), folder.appending(path: "c.npy"))
    try NumpyArchive().write(to: archive)
    try ComplexTensor(shape: [1], interleaved: [1, 2]).write(npy: complex)
    #expect { try Tensor(npy: archive) } throws: {
      "\($0)".hasPrefix(
        "“\(archive.path)” is not a valid NumPy array: it is an archive of arrays, which NumpyArchive reads")
    }
    #expect { try Tensor(npy: complex) } throws: {
      "\($0)"
        == "“\(complex.path)” has elements of type “<c8”. Read complex numbers as a ComplexTensor."
    }
    #expect { try NumpyArchive(contentsOf: complex) } throws: { "\($0)".hasPrefix("“\(complex.path)” is not") }
  }

  @Test func namesTheFileThatItCannotReadOrWrite() {
    #expect { try Tensor(npy: URL(filePath: "/nowhere/a.npy")) } throws: {
      "\($0)" == "“/nowhere/a.npy” cannot be read: No such file or directory."
    }
    #expect { try Tensor(1).write(npy: URL(filePath: "/nowhere/a.npy")) } throws: {
      "\($0)".hasPrefix("“/nowhere/a.npy” cannot be written: No such file or directory. ")
    }
  }
}
