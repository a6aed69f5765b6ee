import Foundation

/// The installed ffmpeg, which decodes what libsndfile cannot, like librosa's fallback does.
package enum FFmpeg {
  /// Decodes a file to a WAV file of 32-bit floating point, with the file's own rate and channels.
  ///
  /// - Throws: `SignalError.decoderMissing` without ffmpeg, `unreadableAudio` with what ffmpeg says.
  static func decode(_ path: String, _ format: ForeignFormat, name: String) throws(SignalError) -> TemporaryFile {
    guard let program = program else { throw .decoderMissing(path: name, format: format.rawValue) }
    let (sound, complaints) = (TemporaryFile(), TemporaryFile())
    let arguments = [
      // A file alone is read, whatever addresses it holds.
      program, "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-f", format.demuxer, "-i", "file:" + path,
      "-map", "0:a:0", "-c:a", "pcm_f32le", "-f", "wav", "-rf64", "auto", "-bitexact", "-y", "file:" + sound.path,
    ]
    let status = try run(arguments, errors: complaints.path, name: name)
    guard status == 0 else {
      let text = (try? String(contentsOfFile: complaints.path, encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").last.map(String.init) ?? "its exit status is \(status)."
      throw .unreadableAudio(path: name, reason: "ffmpeg says: \(line)\(line.hasSuffix(".") ? "" : ".")")
    }
    return sound
  }

  /// The path of ffmpeg, the first one in the folders of `PATH`.
  private static var program: String? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return folders.split(separator: ":").map { $0 + "/ffmpeg" }.first { access($0, X_OK) == 0 }
  }

  /// Runs a program with nothing on standard input and output; returns its exit status, or that of its signal negated.
  ///
  /// The thread waits, as it does where libsndfile decodes. The task's cancellation ends the program.
  package static func run(_ arguments: [String], errors: String, name: String) throws(SignalError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process = pid_t()
    let failure = posix_spawn(&process, arguments[0], &actions, &attributes, &words, environ)
    guard failure == 0 else {
      throw .unreadableAudio(path: name, reason: "ffmpeg could not be started: \(String(cString: strerror(failure))).")
    }
    var status: Int32 = 0
    var isCancelled = false
    while true {
      let ended = waitpid(process, &status, isCancelled ? 0 : WNOHANG)
      if ended == process { break }
      guard ended == 0 || errno == EINTR else {
        throw .unreadableAudio(path: name, reason: "ffmpeg was lost: \(String(cString: strerror(errno))).")
      }
      isCancelled = Task.isCancelled
      // A decoder takes a tenth of a second for a song.
      if isCancelled { kill(process, SIGKILL) } else { poll(nil, 0, 2) }
    }
    guard !isCancelled else { throw .unreadableAudio(path: name, reason: "Reading it was cancelled.") }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }
}

/// The path of a file that is removed with the last reference to it.
final class TemporaryFile: Sendable {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)").path
  }

  /// A file of bytes.
  convenience init(_ bytes: [UInt8]) throws {
    self.init()
    try Data(bytes).write(to: URL(filePath: path))
  }

  deinit { unlink(path) }
}
