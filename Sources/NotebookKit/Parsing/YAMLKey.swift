/// A key of a YAML mapping, and how its value enters the settings that the mapping stands for.
struct YAMLKey<Settings>: Sendable {
  let name: String
  /// Another accepted name that is not offered.
  let alias: String?
  /// True if `execute:` in the front matter can set it for all cells.
  let isDefaultable: Bool
  /// The words that are valid values, for completion in editors; empty if it takes others.
  let choices: [String]
  /// Stores a value, or records an error.
  let apply: @Sendable (YAMLReader.Entry, inout Settings, inout YAMLReader) -> Void

  /// A key whose value is parsed by `read`, which returns nil for an invalid value; the setting then stays.
  init<Value>(
    _ name: String, _ path: any WritableKeyPath<Settings, Value> & Sendable, alias: String? = nil,
    defaultable: Bool = false, choices: [String] = [],
    read: @escaping @Sendable (inout YAMLReader, YAMLReader.Entry) -> Value?
  ) {
    self.name = name
    self.alias = alias
    self.choices = choices
    isDefaultable = defaultable
    apply = { entry, settings, reader in
      if let value = read(&reader, entry) { settings[keyPath: path] = value }
    }
  }

  /// A key that adds to more than one setting.
  init(_ name: String, apply: @escaping @Sendable (YAMLReader.Entry, inout Settings, inout YAMLReader) -> Void) {
    self.name = name
    alias = nil
    isDefaultable = false
    choices = []
    self.apply = apply
  }

  /// A key whose value is true or false.
  init(_ name: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable, defaultable: Bool = false) {
    self.init(name, path, defaultable: defaultable, choices: ["true", "false"]) { $0.boolean($1) }
  }

  /// A key whose value is one of a few words.
  init<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Settings, Value> & Sendable, defaultable: Bool = false,
    choices: KeyValuePairs<String, Value>
  ) {
    let meanings = choices.map { ($0.key, $0.value) }
    self.init(name, path, defaultable: defaultable, choices: meanings.map(\.0)) { $0.choice($1, meanings) }
  }

  /// A key whose value is a text.
  init(_ name: String, _ path: any WritableKeyPath<Settings, String?> & Sendable) {
    self.init(name, path) { $0.text($1) }
  }
}

extension Sequence {
  /// The key of a mapping's entry; nil if there is none of its name.
  func key<Settings>(of entry: YAMLReader.Entry) -> YAMLKey<Settings>? where Element == YAMLKey<Settings> {
    first { $0.name == entry.key || $0.alias == entry.key }
  }
}
