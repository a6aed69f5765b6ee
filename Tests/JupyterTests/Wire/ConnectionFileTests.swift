import Foundation
import Jupyter
import Testing

@Suite("Connection files")
struct ConnectionFileTests {
  private static let text = """
    {"shell_port": 50160, "iopub_port": 50161, "stdin_port": 50162, "control_port": 50163, "hb_port": 50164,
     "ip": "127.0.0.1", "key": "k", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "swift"}
    """

  private func file(_ text: String) throws(JupyterError) -> ConnectionFile {
    try ConnectionFile(Data(text.utf8), path: "kernel.json")
  }

  private func message(_ text: String) -> String? {
    #expect(throws: JupyterError.self) { try file(text) }?.description
  }

  @Test("Addresses, ports and key are read")
  func whole() throws {
    let file = try file(Self.text)
    #expect(file.transport == .tcp)
    #expect(file.address == "127.0.0.1")
    #expect(file.key == Data("k".utf8))
    #expect(
      [file.shellPort, file.iopubPort, file.stdinPort, file.controlPort, file.heartbeatPort] == Array(50160...50164))
  }

  @Test("A port that is missing is named")
  func missingPort() {
    #expect(
      message(Self.text.replacing("hb_port", with: "other_port"))
        == "kernel.json is not a Jupyter connection file: `hb_port` is not a port. Let Jupyter start the kernel, after "
        + "`etude jupyter install`.")
  }

  @Test("A port out of range is refused", arguments: ["0", "-1", "65536", "1.5", "\"a\""])
  func wrongPort(_ port: String) {
    #expect(message(Self.text.replacing("50162", with: port))?.contains("`stdin_port` is not a port") == true)
  }

  @Test("Text that is not JSON is refused with its place")
  func notJSON() { #expect(message("{")?.contains("at byte 1") == true) }

  @Test("Another transport is refused by its name")
  func transport() { #expect(message(Self.text.replacing("\"tcp\"", with: "\"pgm\""))?.contains("`pgm`") == true) }

  @Test("Another signature scheme is refused by its name")
  func scheme() {
    #expect(
      message(Self.text.replacing("hmac-sha256", with: "hmac-md5"))
        == "kernel.json asks for messages signed by hmac-md5. Set `c.Session.signature_scheme` to hmac-sha256.")
  }

  @Test("A missing file is reported")
  func missing() {
    let error = #expect(throws: JupyterError.self) { try ConnectionFile(URL(filePath: "/none/kernel.json")) }
    #expect(error?.description.contains("No such file or directory") == true)
  }
}
