import Foundation

extension PackageWorkspace {
  /// Copies the parts of a build that cells and kernels use to a folder that never changes.
  func publish(_ plan: BuildPlan, to place: URL) throws -> PackageProducts {
    let files = FileManager.default
    let draft = folder.appending(path: "products").appending(path: ".draft-\(getpid())-\(UUID().uuidString)")
    try files.createDirectory(at: draft, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: draft) }
    let built = build.appending(path: Toolchain.target).appending(path: "release")
    for name in try files.contentsOfDirectory(atPath: built.path) where name.hasSuffix(".so") {
      try files.copyItem(at: built.appending(path: name), to: draft.appending(path: name))
    }
    try copyModules(from: built.appending(path: "Modules"), to: draft.appending(path: "Modules"))
    var arguments: [String] = []
    for argument in plan.importArguments { arguments.append(try moved(argument, from: built, to: draft, then: place)) }
    let products = PackageProducts(
      arguments: arguments, modules: plan.modules, pins: PackageProducts.Pin.reading(resolvedFile))
    try JSONEncoder().encode(products).write(to: draft.appending(path: PackageProducts.fileName))
    try? files.removeItem(at: place)
    guard rename(draft.path, place.path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return products
  }

  private func copyModules(from modules: URL, to target: URL) throws {
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: modules.path)
    where name.hasSuffix(".swiftmodule") || name.hasSuffix(".swiftdoc") {
      try FileManager.default.copyItem(at: modules.appending(path: name), to: target.appending(path: name))
    }
  }

  /// An argument with a file of the build, after copying that file; headers stay in the packages.
  private func moved(_ argument: String, from built: URL, to draft: URL, then place: URL) throws -> String {
    if argument == built.appending(path: "Modules").path { return place.appending(path: "Modules").path }
    let isModuleMap = argument.hasPrefix("-fmodule-map-file=")
    let path = isModuleMap ? String(argument.dropFirst(18)) : String(argument.prefix { $0 != "#" })
    guard path.hasPrefix(built.path + "/"), isModuleMap || argument.contains("#") else { return argument }
    let below = String(path.dropFirst(built.path.count + 1))
    let target = draft.appending(path: below)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    if !FileManager.default.fileExists(atPath: target.path) {
      try FileManager.default.copyItem(at: URL(filePath: path), to: target)
    }
    return argument.replacing(path, with: place.appending(path: below).path)
  }

  /// Removes files that no further build of the same versions needs; headers and resources stay.
  func removeIntermediates() {
    let files = FileManager.default
    let built = build.appending(path: Toolchain.target).appending(path: "release")
    for name in ["repositories", "\(Toolchain.target)/release/ModuleCache", "\(Toolchain.target)/release/index"] {
      try? files.removeItem(at: build.appending(path: name))
    }
    guard let paths = files.enumerator(atPath: built.path) else { return }
    while let path = paths.nextObject() as? String {
      if path.hasSuffix(".o") || path.hasSuffix(".so") { try? files.removeItem(at: built.appending(path: path)) }
    }
  }
}
