import ArgumentParser
import CProcess
import Foundation
import Jupyter
import NotebookKit

/// `etude jupyter kernel CONNECTION_FILE`, which front ends start.
struct JupyterKernelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel", abstract: "Runs a kernel; Jupyter front ends start it with a connection file.",
    discussion: """
      SIGINT interrupts the running cell. SIGTERM and SIGHUP end the kernel. The kernel also ends when the front end \
      that started it ends.
      """)

  @Argument(help: "The connection file, written by the front end.", completion: .file())
  var connectionFile: String

  @Option(help: "Memory limit for cells, such as 512M or 8G (default: 80 % of the machine's memory).")
  var memoryLimit: MemorySize?

  func run() async throws {
    do {
      let installation = try Installation()
      var options = RunOptions()
      if let memoryLimit { options.memoryLimit = memoryLimit.bytes }
      let kernel = try JupyterKernel(
        ConnectionFile(URL(filePath: connectionFile)), installation: installation,
        folder: URL(filePath: FileManager.default.currentDirectoryPath), options: options,
        log: { printError("etude: \($0)") })
      watchSignals(of: kernel)
      watchParent(of: kernel)
      await kernel.run()
    } catch {
      printError(String(describing: error))
      throw ExitStatus.couldNotBegin
    }
  }

  private func watchSignals(of kernel: JupyterKernel) {
    var ends: [Int32] = [-1, -1]
    guard process_pipe(&ends) == 0 else { return }
    process_catch_requests(ends[1])
    let input = ends[0]
    Thread.detachNewThread {
      var number: UInt8 = 0
      while true {
        let count = read(input, &number, 1)
        if count == 1 {
          if Int32(number) == SIGINT { kernel.interrupt() } else { kernel.shutDown() }
        } else if count == 0 || errno != EINTR {
          return
        }
      }
    }
  }

  /// Ends the kernel when the front end has ended that started it and said so.
  private func watchParent(of kernel: JupyterKernel) {
    guard ProcessInfo.processInfo.environment["JPY_PARENT_PID"] != nil else { return }
    let parent = getppid()
    Thread.detachNewThread {
      while getppid() == parent { sleep(1) }
      kernel.shutDown()
    }
  }
}
