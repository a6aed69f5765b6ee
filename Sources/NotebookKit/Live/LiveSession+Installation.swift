import Files
import Foundation

extension LiveSession {
  /// A live session with this machine's compiler and kernel.
  ///
  /// - Parameters:
  ///   - parameters: The notebook's parameters, overrides applied.
  ///   - dependencies: The notebook's packages and sources, built.
  ///   - streamFolder: The folder of long streams that the page does not show completely; created when needed.
  ///   - keepsOutcomes: True if the session starts with the cached outcomes of the notebook's last one.
  ///   - show: Shows the current state; called after every change, in order.
  package init(
    of installation: Installation, notebook: Notebook, parameters: [Parameter], options: RunOptions, streamFolder: URL,
    dependencies: NotebookDependencies = NotebookDependencies(), keepsOutcomes: Bool = false,
    show: @escaping @Sendable (LiveSnapshot) -> Void
  ) {
    let seed = notebook.frontMatter.seed.map(String.init) ?? ""
    let store = OutcomeStore(
      of: notebook.file, in: installation.cache.sessions,
      environment: ContentHash(
        parts: [EtudeVersion.current, installation.toolchain.fingerprint, installation.library.fingerprint, seed]
          + dependencies.keys.map(\.hexadecimal) + Self.lasting(installation.environment)))
    let version = installation.toolchain.version(keptIn: installation.cache)
    self.init(
      report: Report(
        notebook: notebook, parameters: parameters,
        records: notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) },
        stamp: .describing(notebook, compiler: version, dependencies: dependencies), isRunning: false),
      options: options, streamFolder: streamFolder,
      tools: SessionTools(of: installation, notebook: notebook, dependencies: dependencies),
      store: keepsOutcomes ? store : nil, show: show)
  }

  /// The environment variables that cells may see, except those that differ between terminals.
  private static func lasting(_ environment: [String: String]) -> [String] {
    let beginnings = ["SSH_", "TERM", "XDG_SESSION", "XDG_RUNTIME", "WINDOW", "VTE_", "DBUS_", "GNOME_", "KONSOLE_"]
    let names: Set<String> = [
      "_", "COLORTERM", "COLUMNS", "DISPLAY", "GPG_TTY", "INVOCATION_ID", "JOURNAL_STREAM", "LINES", "OLDPWD", "PWD",
      "SHLVL", "STY", "TMPDIR", "TMUX", "TMUX_PANE", "WAYLAND_DISPLAY", "XAUTHORITY",
    ]
    return environment.filter { variable in
      !names.contains(variable.key) && !beginnings.contains { variable.key.hasPrefix($0) }
    }
    .map { "\($0.key)=\($0.value)" }.sorted()
  }

  /// True if the session's kernel and compiler belong to a version of the notebook.
  package func suits(_ notebook: Notebook) -> Bool {
    let (now, new) = (self.notebook.frontMatter, notebook.frontMatter)
    return now.seed == new.seed && now.packages == new.packages && now.sources == new.sources
  }
}
