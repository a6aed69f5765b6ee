import Display
import Foundation
import NotebookKit
import Testing

@Suite("Export to Markdown")
struct MarkdownExportTests {
  @Test("Values, references, images, tables and failures reach Markdown")
  func export() throws {
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let notebook = """
      ---
      title: T
      author: Ada
      ---
      See @fig-a: `{swift} x`.

      ```swift
      //| label: fig-a
      //| fig-cap: Cap
      draw()
      ```

      - item

        ```swift
        fail()
        ```
      """
    var report = try report(
      notebook,
      [
        CellRecord(outputs: [.result(MIMEBundle(plainText: "a plot").adding(png, as: .png))]),
        CellRecord(
          status: .failed,
          outputs: [
            .result(Table(columns: ["a", "b"], rows: [["1", "x|y"]]).mimeBundle), .stream(.stdout, "out\n"),
            .failure(CellFailure(kind: .thrown, summary: "no *luck*", line: 15)),
          ]),
      ])
    report.inlineResults = [0: .value(MIMEBundle(plainText: "a*b"))]
    let (markdown, attachments) = MarkdownExport.export(report, folder: "my report")
    #expect(
      String(decoding: markdown, as: UTF8.self) == """
        # T

        Ada

        See Figure 1: a\\*b.

        ```swift
        draw()
        ```

        ![a plot](my%20report/figures/fig-a.png)

        **Figure 1**: Cap

        - item

          ```swift
          fail()
          ```

          | a | b |
          | --- | --- |
          | 1 | x\\|y |

          ```text
          out
          ```

          > **no \\*luck\\*** (line 15)

        """)
    #expect(attachments.map(\.path) == ["figures/fig-a.png"] && attachments.map(\.data) == [png])
  }
}
