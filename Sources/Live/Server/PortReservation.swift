import Files
import Foundation

/// A look for a port that can be listened on.
enum PortReservation {
  /// - Parameter wanted: 0 for any that is free.
  /// - Throws: ``LiveError/portInUse(_:)`` or ``LiveError/addressNotUsable(_:reason:)``.
  static func free(on address: String, wanted: UInt16) throws(LiveError) -> UInt16 {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw .addressNotUsable(address, reason: SystemReason.ofLastCall) }
    defer { close(socket) }
    var isOn: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = wanted.bigEndian
    guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
      throw .addressNotUsable(address, reason: "it is not an IPv4 address")
    }
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(socket, name, size) == 0 && listen(socket, 1) == 0 && getsockname(socket, name, &size) == 0
      }
    }
    guard isBound else {
      if errno == EADDRINUSE { throw .portInUse(wanted) }
      throw .addressNotUsable(address, reason: SystemReason.ofLastCall)
    }
    return UInt16(bigEndian: name.sin_port)
  }
}
