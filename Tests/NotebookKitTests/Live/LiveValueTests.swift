import NotebookKit
import Testing

@Suite("Values in a live session", .serialized)
struct LiveValueTests {
  private static let text = """
    ```swift
    struct Loud: CustomStringConvertible { var description: String { fatalError("no") } }
    var notes = [1, 2]
    let loud = Loud()
    ```

    ```swift
    notes.append(3)
    let text = "a\\nb"
    ```

    ```swift
    //| live: off
    let later = 1
    ```

    """

  @Test("A variable has the same value as in the kernel")
  func values() async throws {
    let fixture = try LiveRunFixture(Self.text)
    try await fixture.adopt(Self.text)
    #expect(try await fixture.session.value(of: "notes", declaredIn: 0) == "[1, 2, 3]")
    #expect(try await fixture.session.value(of: "notes", declaredIn: 0) == "[1, 2, 3]")
    #expect(try await fixture.session.value(of: "text", declaredIn: 1)?.contains("b") == true)
    await fixture.session.end()
  }

  @Test(
    "A variable that the cell did not declare or whose cell did not run has no value",
    arguments: [
      ("notes", 1), ("other", 0), ("later", 2), ("notes", 9),
    ])
  func none(_ name: String, _ cell: Int) async throws {
    let fixture = try LiveRunFixture(Self.text)
    try await fixture.adopt(Self.text)
    #expect(try await fixture.session.value(of: name, declaredIn: cell) == nil)
    await fixture.session.end()
  }

  @Test("A description that traps leaves the session as it is")
  func trap() async throws {
    let fixture = try LiveRunFixture(Self.text)
    try await fixture.adopt(Self.text)
    #expect(try await fixture.session.value(of: "loud", declaredIn: 0) == nil)
    let edited = Self.text + "```swift\nprint(notes)\n```\n"
    #expect(try await fixture.adopt(edited) == ["print(notes)"])
    #expect(fixture.shown.contains { $0.contains("[1, 2, 3]") })
    await fixture.session.end()
  }

  @Test("A value is read again after a cell ran")
  func again() async throws {
    let fixture = try LiveRunFixture(Self.text)
    try await fixture.adopt(Self.text)
    #expect(try await fixture.session.value(of: "notes", declaredIn: 0) == "[1, 2, 3]")
    try await fixture.adopt(Self.text.replacing("append(3)", with: "append(4)"))
    #expect(try await fixture.session.value(of: "notes", declaredIn: 0) == "[1, 2, 4]")
    await fixture.session.end()
  }
}
