import ArgumentParser
import Foundation
import LanguageServer
import Live
import NotebookKit

/// `etude preview NOTEBOOK`
struct PreviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Shows a notebook in the browser and updates it after every save.",
    discussion: """
      Keep using your own editor: after a save, the changed cells and the cells that depend on them run again, and the \
      page shows the new outputs. A cell that took longer than five seconds waits until you run it; `//| live: auto` \
      and `//| live: off` change that. The preview never changes the notebook.

      The address contains a secret, because anyone who opens the page can run code. Ctrl-C ends the preview.
      """)

  @Argument(help: "The notebook (a Markdown file).", completion: .file(extensions: ["md", "qmd"]))
  var notebook: String

  @Option(
    name: [.customShort("P"), .customLong("param")], parsing: .unconditionalSingleValue,
    help: "Sets a parameter of the notebook; may be repeated.")
  var param: [String] = []

  @Option(help: "The port of the page (default: any free port).")
  var port: UInt16 = 0

  @Option(help: "An address of this machine for viewers, such as 0.0.0.0; viewers cannot run cells.")
  var share: String?

  @Flag(help: "Present the notebook as a walkthrough; viewers follow your steps.")
  var walk = false

  @Option(help: "Memory limit for cells, such as 512M or 8G (default: 80 % of the machine's memory).")
  var memoryLimit: MemorySize?

  @Flag(help: "Open the page in a browser.")
  var open = false

  func run() async throws {
    let interrupts = InterruptHandler()
    let file = URL(filePath: notebook)
    do {
      // Errors at the start end the command; later errors are shown on the page.
      let first = try NotebookParser.read(file)
      _ = try ParameterOverrides.apply(param, to: first.frontMatter.parameters)
      for warning in NotebookReview.warnings(about: first) { printError("\(warning)") }
      let installation = try Installation()
      try await serve(file, installation, interrupts)
    } catch {
      printError(String(describing: error))
      throw ExitStatus.couldNotBegin
    }
  }

  /// Lets the language server find the preview; nil, with a printed reason, if that fails.
  private func announce(_ server: PreviewServer) -> URL? {
    do { return try OpenPreviews().announce(URL(filePath: notebook), at: server.address) } catch {
      printError("Editors cannot run cells of this preview: \(error)")
      return nil
    }
  }

  private func tellAddresses(of server: PreviewServer) {
    print("The preview of \(notebook) is at \(server.address.absoluteString)")
    if let address = server.viewerAddress { print("Viewers can watch at \(address.absoluteString)") }
    print("Ctrl-C ends it.")
    fflush(nil)
  }

  private func serve(_ file: URL, _ installation: Installation, _ interrupts: InterruptHandler) async throws {
    let streams = TemporaryFolders.newURL()
    try TemporaryFolders.make(streams)
    defer { TemporaryFolders.remove(streams) }
    let relay = CommandRelay()
    let server = try PreviewServer(
      notebook: file, port: port, share: share, presents: walk, handler: { command, _ in await relay.send(command) })
    let publisher = PreviewPublisher(server)
    let end = EndOfPreview()
    var options = RunOptions()
    if let memoryLimit { options.memoryLimit = memoryLimit.bytes }
    let watcher = try FileWatcher(file)
    let preview = NotebookPreview(
      file, settings: param, publisher: publisher,
      watch: { files in
        do { try watcher.watch(files) } catch { publisher.show(problem: String(describing: error)) }
      }
    ) { [options] notebook, parameters, show in
      let console = Console(notebook: notebook.file.lastPathComponent)
      defer { interrupts.watch(end) }
      let dependencies = try console.build(notebook, installation, interrupts)
      return LiveSession(
        of: installation, notebook: notebook, parameters: parameters, options: options, streamFolder: streams,
        dependencies: dependencies, keepsOutcomes: true, show: show)
    }
    await relay.connect(preview)
    interrupts.watch(end)
    defer { interrupts.watch(nil) }
    do { try await follow(preview, server, publisher, watcher, end) } catch {
      await preview.end()
      throw error
    }
    await preview.end()
  }

  /// Serves the page and handles changes until the preview ends.
  private func follow(
    _ preview: NotebookPreview, _ server: PreviewServer, _ publisher: PreviewPublisher, _ watcher: FileWatcher,
    _ end: EndOfPreview
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      try await server.waitUntilListening()
      // Anyone who opens the page finds a preview.
      await preview.readNotebook()
      await publisher.finish()
      tellAddresses(of: server)
      let announcement = announce(server)
      defer { announcement.map { OpenPreviews().withdraw($0) } }
      group.addTask {
        for await files in watcher.changes { await preview.changed(files) }
      }
      group.addTask { await end.wait() }
      if open { Browser.open(server.address) }
      try await group.next()
      server.end()
      group.cancelAll()
    }
  }
}

/// Forwards commands of the page to the preview, which is created after the server.
private actor CommandRelay {
  private var preview: NotebookPreview?

  func connect(_ preview: NotebookPreview) { self.preview = preview }

  func send(_ command: Live.PreviewCommand) async -> PreviewAnswer {
    await preview?.carryOut(command) ?? .refused("The preview has not started yet.")
  }
}

/// Ends the preview or the served reference on a signal.
final class EndOfPreview: Interruptible {
  private let wishes: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (wishes, continuation) = AsyncStream.makeStream(of: Void.self) }

  func interrupt() { continuation.finish() }
  func interruptAtOnce() { continuation.finish() }

  func wait() async { for await _ in wishes {} }
}
