/// What the commands of TeX stand for in Unicode.
enum TeXSymbols {
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "infty": "∞", "partial": "∂", "nabla": "∇", "hbar": "ℏ", "ell": "ℓ", "Re": "ℜ", "Im": "ℑ", "emptyset": "∅",
    "varnothing": "∅", "aleph": "ℵ", "top": "⊤", "bot": "⊥", "degree": "°", "imath": "ı", "jmath": "ȷ",
  ]

  static let operators: [String: String] = [
    "times": "×", "cdot": "⋅", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆", "circ": "∘", "bullet": "∙",
    "oplus": "⊕", "otimes": "⊗", "odot": "⊙", "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧", "land": "∧",
    "vee": "∨", "lor": "∨", "neg": "¬", "lnot": "¬", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
    "neq": "≠", "ll": "≪", "gg": "≫", "approx": "≈", "sim": "∼", "simeq": "≃", "cong": "≅", "equiv": "≡",
    "propto": "∝", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇",
    "forall": "∀", "exists": "∃", "to": "→", "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔",
    "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "implies": "⟹", "iff": "⟺", "mapsto": "↦",
    "longrightarrow": "⟶", "uparrow": "↑", "downarrow": "↓", "mid": "∣", "parallel": "∥", "perp": "⊥", "ldots": "…",
    "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "colon": ":", "prime": "′", "angle": "∠", "coloneqq": "≔",
    "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊",
    "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖",
    "rVert": "‖", "backslash": "\\", "{": "{", "}": "}", "|": "‖", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_",
  ]

  /// Operators whose limits stand below and above in displayed formulas.
  static let large: [String: String] = [
    "sum": "∑", "prod": "∏", "coprod": "∐", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂",
  ]

  static let integrals: [String: String] = ["int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮"]

  /// Upright names; those that map to true take limits below.
  static let functions: [String: Bool] = [
    "sin": false, "cos": false, "tan": false, "cot": false, "sinh": false, "cosh": false, "tanh": false,
    "arcsin": false, "arccos": false, "arctan": false, "log": false, "ln": false, "lg": false, "exp": false,
    "deg": false, "dim": false, "ker": false, "arg": false, "hom": false, "det": true, "gcd": true, "lim": true,
    "max": true, "min": true, "sup": true, "inf": true, "Pr": true, "limsup": true, "liminf": true, "argmax": true,
    "argmin": true,
  ]

  /// Widths in em.
  static let spaces: [String: String] = [
    ",": "0.167em", ":": "0.222em", ">": "0.222em", ";": "0.278em", "!": "-0.167em", " ": "0.333em", "quad": "1em",
    "qquad": "2em", "thinspace": "0.167em",
  ]

  static let accents: [String: String] = [
    "hat": "^", "widehat": "^", "bar": "¯", "overline": "¯", "vec": "→", "overrightarrow": "→", "tilde": "~",
    "widetilde": "~", "dot": "˙", "ddot": "¨", "check": "ˇ", "breve": "˘", "acute": "´", "grave": "`",
    "overbrace": "⏞",
  ]

  static let underAccents: [String: String] = ["underline": "_", "underbrace": "⏟"]

  /// A letter or digit in one of TeX's alphabets, from Unicode's mathematical ones.
  static func styled(_ character: Character, _ alphabet: String) -> String {
    let exceptions: [String: [Character: String]] = [
      "mathbb": ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"],
      "mathcal": [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ",
      ],
      "mathfrak": ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"],
    ]
    if let exception = exceptions[alphabet]?[character] { return exception }
    guard let ascii = character.asciiValue else { return String(character) }
    let starts: [String: (upper: UInt32, lower: UInt32, digit: UInt32?)] = [
      "mathbb": (0x1D538, 0x1D552, 0x1D7D8), "mathcal": (0x1D49C, 0x1D4B6, nil), "mathfrak": (0x1D504, 0x1D51E, nil),
      "mathbf": (0x1D400, 0x1D41A, 0x1D7CE), "boldsymbol": (0x1D468, 0x1D482, 0x1D7CE),
      "mathsf": (0x1D5A0, 0x1D5BA, 0x1D7E2), "mathtt": (0x1D670, 0x1D68A, 0x1D7F6),
    ]
    guard let start = starts[alphabet] else { return String(character) }
    let code: UInt32? =
      switch ascii {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): start.upper + UInt32(ascii - UInt8(ascii: "A"))
      case UInt8(ascii: "a")...UInt8(ascii: "z"): start.lower + UInt32(ascii - UInt8(ascii: "a"))
      case UInt8(ascii: "0")...UInt8(ascii: "9"): start.digit.map { $0 + UInt32(ascii - UInt8(ascii: "0")) }
      default: nil
      }
    return code.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) } ?? String(character)
  }
}
