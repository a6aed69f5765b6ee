import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Refusals of NumPy files")
struct NumpyErrorTests {
  private func file(_ header: String, _ body: [UInt8], version: UInt8 = 1) -> Data {
    let text = Array(header.utf8)
    let length: [UInt8] =
      version == 1 ? [UInt8(text.count), 0] : [UInt8(text.count), 0, 0, 0]
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + body)
  }

  @Test(
    "A malformed file is refused with the reason",
    arguments: [
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "shape [2] needs 8 bytes, but 4 follow the header"),
      ("{'descr': '<f4', 'fortran_order': False}", "its header lacks descr, fortran_order or shape"),
      ("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", "fortran_order is neither True nor False"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "its shape is not a tuple of whole numbers"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999)}", "is larger than memory"),
      ("nonsense", "its header lacks '{'"),
    ])
  func namesWhatIsWrong(_ header: String, _ reason: String) {
    #expect { try Tensor(npyData: file(header, [0, 0, 0, 0])) } throws: { "\($0)".contains(reason) }
  }

  @Test("An unsupported element type is refused by its name")
  func otherElementsAreRefused() {
    let header = "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}"
    #expect(throws: TensorError.unsupportedElement(name: "<c8")) { try Tensor(npyData: file(header, [])) }
  }

  @Test("The message for a whole number that would be rounded suggests a remedy")
  func roundedInteger() {
    #expect(
      TensorError.roundedInteger(value: "16777217", path: "/a.npy").description
        == "“/a.npy” contains the whole number 16777217, which single precision would round. Subtract an offset "
        + "before saving, or save what array.astype('float32') gives.")
  }

  @Test("A file without the magic bytes is refused")
  func otherFilesAreRefused() {
    #expect(throws: TensorError.malformedNumpy(reason: "it does not start with \\x93NUMPY")) {
      try Tensor(npyData: Data("P".utf8))
    }
  }

  @Test("A file of another kind is refused with the type that reads it")
  func saysWhatAFileHoldsInstead() throws {
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

  @Test("A file that cannot be read or written is named")
  func namesTheFileThatItCannotReadOrWrite() {
    #expect { try Tensor(npy: URL(filePath: "/nowhere/a.npy")) } throws: {
      "\($0)" == "“/nowhere/a.npy” cannot be read: No such file or directory."
    }
    #expect { try Tensor(1).write(npy: URL(filePath: "/nowhere/a.npy")) } throws: {
      "\($0)".hasPrefix("“/nowhere/a.npy” cannot be written: No such file or directory. ")
    }
  }
}
