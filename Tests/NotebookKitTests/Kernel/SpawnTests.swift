import CProcess
import Foundation
import Testing

@Suite("Start of a kernel's process")
struct SpawnTests {
  @Test("Each descriptor arrives at its number, even if it has the number of another")
  func descriptors() throws {
    let place: Int32 = 900
    var pipes: [[Int32]] = []
    defer { for end in pipes.joined() { close(end) } }
    // In reverse order of their numbers, so each copy would overwrite the source of another.
    for index in 0..<4 {
      var ends: [Int32] = [-1, -1]
      #expect(process_pipe(&ends) == 0)
      let writing = place + 3 - Int32(index)
      #expect(dup2(ends[1], writing) == writing && fcntl(writing, F_SETFD, FD_CLOEXEC) == 0)
      close(ends[1])
      pipes.append([ends[0], writing])
    }
    let script = "for d in 900 901 902 903; do echo $d > /proc/self/fd/$d; done"
    let arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", script].map { (text: String) in strdup(text) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let failure = process_spawn(
      &process, "/bin/sh", "/", arguments, [nil], 1, 2, pipes.map { $0[1] }, Int32(pipes.count), place)
    #expect(failure == 0)
    waitpid(process, nil, 0)
    for (index, pipe) in pipes.enumerated() {
      var bytes = [UInt8](repeating: 0, count: 16)
      #expect(fcntl(pipe[0], F_SETFL, O_NONBLOCK) == 0)
      let count = read(pipe[0], &bytes, bytes.count)
      #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "\(place + Int32(index))\n")
    }
  }
}
