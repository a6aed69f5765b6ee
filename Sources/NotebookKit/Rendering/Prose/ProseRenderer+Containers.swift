/// Tables and lists.
extension ProseRenderer {
  mutating func table(_ node: MarkdownNode, _ alignments: [MarkdownNode.Alignment]) {
    let rows = document.children(of: node)
    let name = node.attributes?.identifier.map { identifierAttribute($0) } ?? ""
    emit("<div class=\"scroll\"\(name) tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n")
    if let caption = rows.first, caption.kind == .tableCaption {
      let target = context.references.targetOfNode[node.id]
      emit("<caption>" + (target.map { "<b>\($0.caption)</b>: " } ?? ""))
      inlines(of: caption)
      emit("</caption>\n")
    }
    var isInBody = false
    for row in rows where row.kind != .tableCaption {
      let isHeader = row.kind == .tableRow(isHeader: true)
      if isHeader { emit("<thead>") } else if !isInBody { emit("<tbody>\n") }
      isInBody = !isHeader
      emit("<tr>")
      for (column, cell) in document.children(of: row).enumerated() {
        let alignment = column < alignments.count ? alignments[column] : .none
        let style = alignment == .right ? " class=\"right\"" : alignment == .center ? " class=\"center\"" : ""
        emit(isHeader ? "<th scope=\"col\"\(style)>" : "<td\(style)>")
        let parts = document.children(of: cell)
        if parts.contains(where: \.kind.isBlock) { for part in parts { block(part) } } else { inlines(parts) }
        emit(isHeader ? "</th>" : "</td>")
      }
      emit(isHeader ? "</tr></thead>\n" : "</tr>\n")
    }
    emit((isInBody ? "</tbody>" : "") + "</table></div>\n")
  }

  mutating func listBlock(_ node: MarkdownNode, _ start: Int?, _ isTight: Bool) {
    let tag = start == nil ? "ul" : "ol"
    let attribute = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
    emit("<\(tag)\(attribute)>\n")
    for item in document.children(of: node) {
      if case .item(let isChecked?) = item.kind {
        let state = isChecked ? " checked" : ""
        emit("<li class=\"task\"><input type=\"checkbox\" disabled\(state) aria-label=\"Task\"> ")
      } else {
        emit("<li>")
      }
      for child in document.children(of: item) {
        if isTight, child.kind == .paragraph { inlines(of: child) } else { block(child) }
      }
      emit("</li>\n")
    }
    emit("</\(tag)>\n")
  }
}
