import Foundation
import NotebookKit
import Testing

@Suite("Formulas on the page")
struct FormulaTests {
  @Test(
    "Formulas become MathML that browsers draw",
    arguments: [
      ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
      ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
      ("\\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
      ("\\mathbb{R}", "<mi>ℝ</mi>"), ("\\mathbf{x1}", "<mi>𝐱</mi><mn>𝟏</mn>"), ("\\boldsymbol{\\theta}", "<mi>𝜽</mi>"),
      ("\\boldsymbol\\Omega", "<mi>𝛀</mi>"), ("\\mathcal{L}", "<mi>ℒ</mi>"),
      ("\\mathrm{d}", "<mi mathvariant=\"normal\">d"),
      ("\\alpha \\le \\beta", "<mi>α</mi><mo>≤</mo><mi>β</mi>"),
      ("\\vec{x}", "<mover accent=\"true\"><mi>x</mi><mo>→</mo></mover>"), ("a < b", "<mo>&lt;</mo>"),
      ("\\begin{aligned}a&=b\\end{aligned}", "<mtable class=\"tight\"><mtr><mtd class=\"right\">"),
      ("\\begin{aligned}a&=b&c&=d\\end{aligned}", "<mtd class=\"right apart\">"),
      ("\\begin{array}{r|l}a&b\\\\\\hline c&d\\end{array}", "<mtd class=\"right solid-end solid-below\">"),
      ("\\boxed{x}", "<mrow class=\"enclosed box\">"), ("a \\coloneqq b", "<mo>≔</mo>"),
      ("\\left.x\\right|", "<mo fence=\"true\" stretchy=\"true\">|</mo>"),
      ("\\class{a}{x}+\\cssId{b_c}{y}", "<mi>x</mi><mo>+</mo><mi>y</mi>"), ("a &lt; b", "<mo>&lt;</mo>"),
      ("\\begin{array}[t]{r|l}a&amp;b\\end{array}", "<mtd class=\"right solid-end\">"),
      ("\\dddot x + \\mbox{a}", "<mtext>...</mtext>"), ("\\href{https://a.b}{x}", "<mtext>\\href</mtext>"),
    ])
  func core(tex: String, mathML: String) throws {
    let page = try content("Let $\(tex)$ be.\n")
    #expect(page.contains(mathML))
    #expect(page.contains("alttext="))
  }

  @Test("No line ends between a formula and the marks behind it")
  func joined() throws {
    let page = try content("Of $x$, $y$) and $z$ a; $\\bad$.\n")
    #expect(page.contains("</math>,</span> <span class=\"joined\"><math") && page.contains("</math>)</span> and <math"))
    #expect(page.contains("</math> a;") && page.matches(of: /class="joined"/).count == 2)
  }

  @Test(
    "A formula that is wrong shows its source and the reason",
    arguments: [
      ("\\unknown{x}", "Undefined control sequence: \\unknown at position 1: \\unknown{x}"), ("x}", "Expected"),
      ("\\frac{1}", "Unexpected end of input"), ("a_1_2", "Double subscript at position 4: a_1_2"),
    ])
  func wrong(tex: String, reason: String) throws {
    let page = try content("Let $\(tex)$ be, and $y$.\n")
    #expect(page.contains("<code class=\"tex\">$\(tex)$</code> <span class=\"reason\">"))
    #expect(page.contains(reason.replacing("'", with: "&#39;")))
    #expect(page.contains("<mi>y</mi>"))
  }

  @Test("A warning names the line of a wrong formula, also below a formula of several lines")
  func warning() throws {
    let notebook = try parse("Text $$a\n+ b$$\nand $\\bad$.\n\n- $c$\n- $\\worse$\n")
    #expect(
      NotebookReview.warnings(about: notebook).map(\.description) == [
        "lesson.md:3: warning: The formula is shown as its source: Undefined control sequence: \\bad at position 1: \\bad",
        "lesson.md:6: warning: The formula is shown as its source: Undefined control sequence: \\worse at position 1: \\worse",
      ])
  }

  @Test("Commands that a formula defines hold in those below it, in captions and in outputs")
  func definitions() throws {
    let page = try content(
      """
      Before $\\E x$.

      $$\\newcommand{\\E}{\\mathbb{E}} \\newcommand\\R{\\mathfrak{R}}$$

      \\DeclareMathOperator*{\\amin}{arg\\,min}

      # Of $\\E$

      Then $\\E x \\in \\R$ and $\\amin_x$.

      | $\\E$ |
      |---|
      | $\\R$ |
      """)
    #expect(page.matches(of: /𝔼/).count >= 3)
    #expect(page.contains("ℜ") && page.contains("arg\u{2009}min"))
    #expect(page.contains("<code class=\"tex\">$\\E x$</code>"))
    #expect(!page.contains("DeclareMathOperator") && !page.contains("<div class=\"math\""))
  }

  @Test("Rows of numbered environments are counted, and references lead to them")
  func numbers() throws {
    let page = try content(
      """
      By @eq-mass, $\\eqref{eq:b}$ and $\\ref{own}$; ?@ @eq-none.

      \\begin{align}
      a &= b \\\\
      c &= d \\nonumber \\\\
      e &= f \\label{eq:b}
      \\end{align}

      $$
      E = mc^2
      $$ {#eq-mass}

      $$x \\tag{A}\\label{own}$$

      $$\\begin{align*}y &= z\\end{align*}$$
      """)
    #expect(page.contains("<a class=\"ref\" href=\"#eq-mass\">Equation 3</a>"))
    #expect(page.contains("<a class=\"ref\" href=\"#eq-b\">(2)</a>"))
    #expect(page.contains("<a class=\"ref\" href=\"#own\">A</a>"))
    #expect(page.contains("<strong class=\"missing\">?@eq-none</strong>"))
    #expect(page.contains("<mtd class=\"number\" id=\"eq-mass\"><mtext>(3)</mtext></mtd>"))
    #expect(page.contains("<mtd class=\"number\" id=\"own\"><mtext>(A)</mtext></mtd>"))
    #expect(page.matches(of: /class="number"/).count == 4)
    #expect(!page.contains("{#eq"))
  }

  @Test("Lines of a formula stand below one another")
  func lines() throws {
    #expect(try content("$$a \\\\[1ex] b$$\n").matches(of: /<mtable class="lines">.*<\/mtr><mtr>/).count == 1)
  }

  @Test("A bomb ends with a reason, and the formulas after it are typeset")
  func bombs() throws {
    let parameters = String(repeating: "#1", count: 4_000)
    let page = try content(
      """
      $\\def\\a{\\a\\a}\\a$

      $$\\def\\a#1{\(parameters)}\\a{\\a{\\a{\\a b}}}$$

      $$\(String(repeating: "\\sqrt{", count: 2_500) + String(repeating: "}", count: 2_500))$$

      $$\(String(repeating: "x", count: 30_000))$$

      $$\(String(repeating: "\\frac{1}{1+", count: 150))x\(String(repeating: "}", count: 150))$$

      $z$
      """)
    #expect(page.contains("Too many expansions"))
    #expect(page.matches(of: /It is too much for KaTeX/).count == 2)
    #expect(page.contains("It has more than 20000 characters."))
    #expect(page.contains("It nests deeper than 200 levels."))
    #expect(page.contains("<mi>z</mi>"))
  }

  @Test("The plain text of a formula stands in the title")
  func title() throws {
    #expect(try html("# On $\\mathbb{R}^2 < \\vec{x}$\n").contains("<title>On ℝ2&lt;x→</title>"))
  }
}
