extension MIMEBundle {
  /// Any value as a reader wants to see it: in its own formats if it has some, else as text.
  ///
  /// Strings show without quotes, optionals as their content or `nil`, errors as the sentence they carry. Collections
  /// over 100 elements show their ends and their count; dictionaries and sets are sorted by their text, so two runs
  /// agree.
  public init(showing value: Any) {
    if let displayable = value as? any Displayable {
      self = displayable.mimeBundle
    } else if let content = Mirror(reflecting: value).optionalContent {
      self = content.map { MIMEBundle(showing: $0) } ?? MIMEBundle(plainText: "nil")
    } else {
      self.init(plainText: DefaultText.topLevel(value))
    }
  }
}
