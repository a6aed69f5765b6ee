import CKernel
import Display
import Etude
import Files
import Foundation
import KernelProtocol

// The kernel: one connection, inherited as a descriptor, and the thread that serves it. The main thread serves the main
// actor. All further work is `Kernel`'s. The process that the runner started continues as the kernel's guard.

guard CommandLine.arguments.count == 2, let descriptor = Int32(CommandLine.arguments[1]) else {
  FileHandle.standardError.write(Data("etude-kernel is started by `etude run`, which gives it a socket.\n".utf8))
  exit(64)
}
guard ckernel_guard(descriptor + 3) == 0 else {
  FileHandle.standardError.write(Data("etude-kernel cannot start its process: \(SystemReason.ofLastCall)\n".utf8))
  exit(1)
}
if let seed = (ProcessInfo.processInfo.environment["ETUDE_SEED"].flatMap { Int($0) }) {
  ckernel_seed_random(UInt64(bitPattern: Int64(seed)))
}
// The libraries of the notebook's packages and sources, which cells call.
for path in (ProcessInfo.processInfo.environment["ETUDE_LIBRARIES"] ?? "").split(separator: "\n") {
  guard dlopen(String(path), RTLD_NOW | RTLD_GLOBAL) == nil else { continue }
  let reason = dlerror().map { String(cString: $0) } ?? "unknown"
  FileHandle.standardError.write(
    Data("the notebook's packages or sources cannot be loaded: \(reason). Correct them, or leave them out.\n".utf8))
  exit(1)
}
unsetenv("ETUDE_LIBRARIES")
let kernel = Kernel(connection: PacketConnection(descriptor: descriptor))
Thread.detachNewThread { kernel.serve() }
Thread.detachNewThread { kernel.endWithRunner() }
dispatchMain()
