import Foundation

/// The addresses at which this machine can be reached.
enum LocalAddresses {
  /// The IPv4 addresses of every interface that is up, loopback last.
  static func all() -> [String] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var addresses: [String] = []
    var next = first
    while let interface = next?.pointee {
      next = interface.ifa_next
      guard let address = interface.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else { continue }
      var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
      address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
        _ = inet_ntop(AF_INET, &address.pointee.sin_addr, &text, socklen_t(text.count))
      }
      addresses.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return addresses.filter { !$0.hasPrefix("127.") } + addresses.filter { $0.hasPrefix("127.") }
  }

  /// The host names in requests to a server that listens on `address`.
  static func hosts(of address: String) -> [String] {
    if address == "0.0.0.0" { return all() + ["localhost", ProcessInfo.processInfo.hostName] }
    return address.hasPrefix("127.") ? [address, "localhost"] : [address]
  }

  /// The address at which others reach a server that listens on `address`.
  static func reachable(_ address: String) -> String { address == "0.0.0.0" ? all().first ?? "127.0.0.1" : address }
}
