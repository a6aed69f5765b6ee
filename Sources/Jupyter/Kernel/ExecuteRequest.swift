import Files

/// The content of `execute_request`.
package struct ExecuteRequest {
  package var code: String
  package var isSilent: Bool
  package var storesHistory: Bool
  package var allowsInput: Bool
  package var stopsOnError: Bool
  /// Names and expressions, in order.
  package var expressions: [(name: String, code: String)]

  /// Nil if no code is given.
  package init?(_ content: JSON.Object) {
    guard let code = content["code"]?.string else { return nil }
    func flag(_ name: String, default value: Bool) -> Bool {
      if case .boolean(let flag)? = content[name] { flag } else { value }
    }
    self.code = code
    isSilent = flag("silent", default: false)
    storesHistory = !isSilent && flag("store_history", default: true)
    allowsInput = flag("allow_stdin", default: false)
    stopsOnError = flag("stop_on_error", default: true)
    expressions =
      content["user_expressions"]?.object?.members.compactMap { member in
        member.value.string.map { (member.name, $0) }
      } ?? []
  }
}
