import Foundation

/// Images with captions.
extension ProseRenderer {
  /// Writes a paragraph of only images as figures; returns false for any other, without writing.
  mutating func figures(_ parts: [MarkdownNode], in node: MarkdownNode) -> Bool {
    guard context.notebook != nil, let images = document.images(of: node), images.count == 1, let image = images.first
    else { return false }
    return figure(image)
  }

  /// An image that is a figure, with its caption; false for one that is part of a text.
  ///
  /// In Quarto documents every standalone image is a figure, elsewhere only one with a name or caption.
  mutating func figure(_ image: MarkdownNode) -> Bool {
    guard case .image(let url, _) = image.kind, !isInContents else { return false }
    let attributes = image.attributes ?? Attributes()
    let target = context.references.targetOfNode[image.id]
    let caption = attributes["fig-cap"]
    let isQuarto = context.notebook?.file.pathExtension.lowercased() == "qmd"
    let hasWords = !document.descendants(of: image).isEmpty
    guard target != nil || caption != nil || isQuarto && hasWords else { return false }
    needs.insert(.blocks)
    let align = attributes["fig-align"].flatMap { ["left", "center", "right"].contains($0) ? $0 : nil }
    emit("<figure" + (align.map { " class=\"\($0)\"" } ?? ""))
    if target != nil, let identifier = attributes.identifier { emit(identifierAttribute(identifier)) }
    emit(">\n")
    self.image(image, url, describedByCaption: true)
    emit("\n<figcaption>")
    if let target {
      emit("<b>\(target.caption)</b>" + (hasWords || caption != nil ? target.part == nil ? ": " : " " : ""))
    }
    if let caption { emit(Self.inlineHTML(caption, context: context)) } else { inlines(of: image) }
    emit("</figcaption>\n</figure>\n")
    return true
  }
}

extension MarkdownDocument {
  /// The images of a paragraph with no other content; nil for any other paragraph.
  func images(of paragraph: MarkdownNode) -> [MarkdownNode]? {
    guard paragraph.kind == .paragraph else { return nil }
    let parts = children(of: paragraph).filter { node in
      node.kind != .softBreak && node.kind != .lineBreak
        && !(node.kind == .text && node.literal.allSatisfy(\.isWhitespace))
    }
    let images = parts.filter { if case .image = $0.kind { true } else { false } }
    return images.isEmpty || images.count < parts.count ? nil : images
  }
}
