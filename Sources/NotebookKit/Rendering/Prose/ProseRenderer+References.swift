extension ProseRenderer {
  /// References in brackets, each a link; one that leads nowhere stays visible.
  mutating func references(_ group: ReferenceGroup) {
    for (index, member) in group.members.enumerated() {
      if index > 0 { emit(", ") }
      guard let resolved = context.references.target(of: member.label), resolved.rest.isEmpty else {
        emit("<strong class=\"missing\">?@\(member.label.escapedForHTML)</strong>")
        continue
      }
      if !isInContents { emit("<a class=\"ref\" href=\"#\(resolved.label.escapedForHTML)\">") }
      if let prefix = member.prefix, resolved.target.title == nil {
        emit((prefix.isEmpty ? "" : prefix.escapedForHTML + " ") + resolved.target.numberText.escapedForHTML)
      } else {
        emit(resolved.target.text)
      }
      if !isInContents { emit("</a>") }
    }
  }
}
