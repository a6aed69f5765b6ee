extension Attributes {
  /// False for a division that is only meant for other formats.
  func isShown(in formats: Set<String>, _ metadata: [String: String]) -> Bool {
    let isHidden = has("content-hidden")
    guard isHidden || has("content-visible") else { return !has("hidden") }
    let holds =
      self["when-format"].map(formats.contains) ?? self["unless-format"].map { !formats.contains($0) }
      ?? self["when-meta"].map { metadata[$0] == "true" } ?? self["unless-meta"].map { metadata[$0] != "true" } ?? true
    return holds != isHidden
  }
}
