import CProcess

/// The processes of the system.
enum ProcessTable {
  /// All of them, as `/proc` lists them.
  static func entries() -> [process_entry] {
    var entries: [process_entry] = []
    withUnsafeMutablePointer(to: &entries) { list in
      _ = process_each(
        { entry, list in
          guard let entry else { return 0 }
          list?.assumingMemoryBound(to: [process_entry].self).pointee.append(entry.pointee)
          return 0
        }, list)
    }
    return entries
  }
}
