import Display
import Foundation
import KernelProtocol
import Testing

@Suite("Packets between runner and kernel")
struct PacketConnectionTests {
  /// Both ends of a socket pair, closed with the value's last use.
  final class Pair: Sendable {
    let near: PacketConnection
    let far: PacketConnection

    init() {
      var ends: [Int32] = [0, 0]
      let status = socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends)
      precondition(status == 0, "socketpair: \(errno)")
      near = PacketConnection(descriptor: ends[0])
      far = PacketConnection(descriptor: ends[1])
    }

    func hangUp() { shutdown(near.descriptor, Int32(SHUT_RDWR)) }

    /// Sends a packet as the kernel's C code does.
    func sendRaw(_ kind: Character, _ payload: [UInt8]) {
      let packet = [kind.asciiValue ?? 0] + payload
      #expect(send(near.descriptor, packet, packet.count, 0) == packet.count)
    }

    deinit {
      close(near.descriptor)
      close(far.descriptor)
    }
  }

  private func event(of packet: PacketConnection.Packet?) throws -> KernelEvent {
    guard case .message(let data)? = packet else { throw CocoaError(.coderReadCorrupt) }
    return try JSONDecoder().decode(KernelEvent.self, from: data)
  }

  @Test("A long message lets streams pass between its fragments")
  func longMessagesAreFragmentedWithStreamsBetween() throws {
    let pair = Pair()
    let large = MIMEBundle().adding(Data(repeating: 7, count: 3_000_000), as: .wav)
    let count = 300
    Thread.detachNewThread { pair.near.send(KernelEvent.result(large)) }
    Thread.detachNewThread {
      for index in 0..<count { pair.sendRaw("O", [UInt8](repeating: UInt8(index % 251), count: 100)) }
    }
    var messages = 0
    var streams: [Data] = []
    while messages < 1 || streams.count < count {
      switch pair.far.receive() {
      case .standardOutput(let data)?: streams.append(data)
      case .message(let data)?:
        #expect(try JSONDecoder().decode(KernelEvent.self, from: data) == .result(large))
        messages += 1
      case let other:
        Issue.record("\(String(describing: other))")
        return
      }
    }
    #expect(streams == (0..<count).map { Data(repeating: UInt8($0 % 251), count: 100) })
  }

  @Test("A message at the limit of a packet arrives whole")
  func messagesAtTheLimitAreWhole() throws {
    let pair = Pair()
    for size in [0, 1, 65_000, 65_530, 65_531, 65_532, 65_533, 65_536, 131_064, 200_000] {
      let text = String(repeating: "x", count: size)
      Thread.detachNewThread { pair.near.send(text) }
      guard case .message(let data)? = pair.far.receive() else {
        Issue.record("no message of \(size)")
        continue
      }
      #expect(try JSONDecoder().decode(String.self, from: data) == text)
    }
  }

  /// A forked copy of the kernel may die within a message; the kernel's next one must not be spoiled.
  @Test("Fragments of another sender stay apart")
  func fragmentsOfAnotherSenderStayApart() throws {
    let pair = Pair()
    pair.sendRaw("j", [1, 0, 0, 0] + Array("{\"garbage".utf8))
    pair.near.send(KernelEvent.finished(.copyDied(signal: 4)))
    #expect(try event(of: pair.far.receive()) == .finished(.copyDied(signal: 4)))
  }

  @Test("A packet of an unknown kind is skipped")
  func kindsThatNobodyKnowsArePassedOver() {
    let pair = Pair()
    pair.sendRaw("?", [1, 2])
    pair.sendRaw("E", [3])
    #expect(pair.far.receive() == .standardError(Data([3])))
    pair.sendRaw("X", Array("signal 4".utf8))
    #expect(pair.far.receive() == .crash("signal 4"))
  }

  @Test("A connection without packets returns none if the call does not wait")
  func emptyConnectionsGiveNone() throws {
    let pair = Pair()
    #expect(pair.far.receive(waiting: .never) == nil)
    pair.near.send(KernelEvent.ready)
    #expect(try event(of: pair.far.receive(waiting: .never)) == .ready)
  }

  @Test("A closed connection receives and sends no packets")
  func endedConnectionsGiveNone() {
    let pair = Pair()
    pair.hangUp()
    #expect(pair.far.receive() == nil)
    #expect(!pair.near.send(KernelEvent.ready))
  }
}
