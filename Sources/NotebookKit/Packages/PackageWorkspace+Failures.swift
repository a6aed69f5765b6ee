import Foundation

extension PackageWorkspace {
  /// SwiftPM's words, to be read for the reason.
  func failure(_ output: String) -> PackageFailure {
    PackageFailure(
      output: output, requests: requests, file: notebook.file.lastPathComponent, workspace: folder)
  }

  /// The reason of a failure, with git's information about it; `CancellationError` if the build was cancelled
  /// meanwhile.
  func explained(_ output: String) -> any Error {
    let error = reason(of: output)
    return tool.isCancelled ? CancellationError() : error
  }

  private func reason(of output: String) -> any Error {
    var failure = failure(output)
    failure.installedVersion = installedVersion ?? failure.installedVersion
    if let url = failure.unreachableAddress { return unreachable(url, failure) }
    let error = failure.error()
    if case .noVersion(let package, let requirement, nil) = error.problem,
      let url = failure.request(named: package)?.location, let newest = newestVersion(at: url)
    {
      return DependencyError(error.place, .noVersion(package: package, requirement: requirement, newest: newest))
    }
    return error
  }

  /// Git's own answer: SwiftPM's hides whether the address or the network is at fault.
  private func unreachable(_ url: String, _ failure: PackageFailure) -> any Error {
    let answer = try? git(["ls-remote", "--exit-code", url])
    let words = (answer?.output ?? failure.output).split(separator: "\n").map(String.init)
    let reason =
      words.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") || $0.hasPrefix("ssh: ") }
      .map { $0.replacing(#/^(?:fatal|error): /#, with: "") } ?? "git does not say why"
    let isNetwork = reason.lowercased().contains(
      /could not resolve|unable to access|connect|timed out|network|temporary failure|unable to look up/)
    let isMissing = reason.lowercased().contains(/not found|does not exist|returned error: 404|could not read username/)
    let problem: DependencyError.Problem =
      isNetwork && !isMissing ? .unreachable(url: url, reason: reason) : .noPackage(location: url, reason: reason)
    return failure.error(at: failure.request(named: url), problem)
  }

  private func git(_ arguments: [String]) throws -> PackageTool.Result {
    try tool.run(URL(filePath: "/usr/bin/env"), ["git"] + arguments)
  }

  private func newestVersion(at url: String) -> String? {
    guard let answer = try? git(["ls-remote", "--tags", "--refs", url]), answer.succeeded else { return nil }
    let versions = answer.output.matches(of: /refs\/tags\/v?(\d+)\.(\d+)\.(\d+)\n/).compactMap { match -> [Int]? in
      let numbers = [match.output.1, match.output.2, match.output.3].compactMap { Int($0) }
      return numbers.count == 3 ? numbers : nil
    }
    return versions.max { $0.lexicographicallyPrecedes($1) }?.map(String.init).joined(separator: ".")
  }

  private var installedVersion: String? {
    let answer = try? tool.run(toolchain.frontend, ["-frontend", "-version"])
    return answer?.output.firstMatch(of: /Swift version (\S+)/).map { String($0.output.1) }
  }
}
