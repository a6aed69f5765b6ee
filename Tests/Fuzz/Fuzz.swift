import Foundation
import FuzzTargets

// libFuzzer's side of the targets: `ETUDE_FUZZ` names the one that this process tries, or is
// `list`.

private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["ETUDE_FUZZ"] ?? ""
  if name == "list" {
    print(FuzzTarget.all.map(\.name).joined(separator: " "))
    exit(0)
  }
  guard let target = FuzzTarget.named(name) else {
    let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
    FileHandle.standardError.write(
      Data("ETUDE_FUZZ is “\(name)”, but must be one of \(names).\n".utf8))
    exit(2)
  }
  return target
}()

/// Writes the target's seeds into the folder of `ETUDE_FUZZ_CORPUS`, before libFuzzer reads its corpus.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutableRawPointer)
  -> Int32
{
  // Here, and not in the first callback, which libFuzzer would take for a crash.
  _ = target
  guard let path = ProcessInfo.processInfo.environment["ETUDE_FUZZ_CORPUS"] else { return 0 }
  do {
    for (index, seed) in try target.seeds().enumerated() {
      try seed.write(to: URL(filePath: path).appending(path: "seed-\(index + 1)"))
    }
  } catch {
    FileHandle.standardError.write(
      Data("The seeds cannot be written into \(path): \(error)\n".utf8))
    exit(2)
  }
  return 0
}

/// Tries one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  target.run(bytes.map { Data(bytes: $0, count: count) } ?? Data())
  return 0
}
