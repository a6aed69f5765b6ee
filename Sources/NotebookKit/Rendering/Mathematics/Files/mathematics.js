// Runs before and around KaTeX in Duktape, which has the JavaScript of 2009 and little of what came later.

if (!Array.prototype.fill) {
  Array.prototype.fill = function (value) {
    for (var i = 0; i < this.length; i++) this[i] = value;
    return this;
  };
}

// The work of a formula in array elements that are moved. The allocator counts all else, but these allocate little.
var etudeWork = 0;

(function () {
  function counted(name, cost) {
    var method = Array.prototype[name];
    Object.defineProperty(Array.prototype, name, {
      value: function () {
        etudeWork += cost(this, arguments);
        if (etudeWork > 3000000) throw new RangeError("too much work");
        return method.apply(this, arguments);
      },
      writable: true, configurable: true
    });
  }
  function whole(array, parameters) { return array.length + parameters.length; }
  ["splice", "shift", "unshift", "slice", "concat", "reverse", "indexOf"].forEach(function (name) {
    counted(name, whole);
  });
  counted("push", function (array, parameters) { return parameters.length; });
})();

// Renders one formula. The result begins with "+" and is the markup, or with "-" and is KaTeX's reason. Behind the markup
// stand the marks, each behind U+0001: what a label, a tag or a reference says, which only the document can place. In the
// markup, the mark of index 3 is U+FFF9 3 U+FFFB, which formulas do not hold.
var etudeMacros, etudeMarks;

function etudeReset() {
  etudeMacros = {};
  return "";
}

function etudeTypeset(tex, isDisplayed) {
  etudeWork = 0;
  etudeMarks = [];
  try {
    var markup = katex.renderToString(etudeAdapted(tex, isDisplayed), {
      displayMode: isDisplayed, output: "mathml", throwOnError: true, strict: "ignore", trust: false, maxSize: 100,
      maxExpand: 1000, globalGroup: true, macros: etudeMacros
    });
    return "+" + [markup].concat(etudeMarks).join("\u0001");
  } catch (error) {
    if (error instanceof katex.ParseError) {
      return "-" + error.message.replace(/^KaTeX parse error: /, "").replace(/\u0332/g, "");
    }
    throw error;
  }
}

// Environments of LaTeX that KaTeX lacks, or has in displayed formulas only, as others that do the same.
function etudeAdapted(tex, isDisplayed) {
  // A browser reads these of Jupyter's texts before MathJax does.
  tex = tex.replace(/&(lt|gt|amp);/g, function (written, name) { return { lt: "<", gt: ">", amp: "&" }[name]; });
  if (tex.indexOf("\\begin") < 0) return tex;
  var inline = {
    "align": "aligned", "alignat": "alignedat", "gather": "gathered", "equation": "gathered", "flalign": "aligned",
    "multline": "gathered"
  };
  // Where an array stands in its line matters only in paper's lines.
  tex = tex.replace(/(\\begin\s*\{array\})\s*\[[tcb]\]/g, "$1");
  return tex.replace(/\\(begin|end)\s*\{([a-z]+)(\*?)\}/g, function (written, word, name, star) {
    var isStart = word === "begin";
    if (!isDisplayed && inline[name]) return "\\" + word + "{" + inline[name] + "}";
    switch (name) {
      case "flalign": return "\\" + word + "{align" + star + "}";
      case "multline": return etudeNested(isStart, "equation" + star, "gathered", "");
      case "eqnarray": return etudeNested(isStart, isDisplayed ? "equation" + star : "gathered", "darray", "{rcl}");
      case "math": case "displaymath": return isStart ? "{" : "}";
      default: return written;
    }
  });
}

function etudeNested(isStart, outer, inner, columns) {
  return isStart
    ? "\\begin{" + outer + "}\\begin{" + inner + "}" + columns : "\\end{" + inner + "}\\end{" + outer + "}";
}

// What MathJax and LaTeX have and KaTeX lacks. Called when KaTeX is loaded.
function etudeDefine() {
  function argument(context) {
    return context.consumeArg().tokens.slice().reverse().map(function (token) { return token.text; }).join("");
  }
  function mark(kind, read) {
    return function (context) {
      var text = kind + read(context);
      etudeMarks.push(text.replace(/[\u0000-\u001f]/g, " "));
      return "\\text{\ufff9" + (etudeMarks.length - 1) + "\ufffb}";
    };
  }
  function tag(context) {
    context.consumeSpaces();
    if (context.future().text !== "*") return "(" + argument(context) + ")";
    context.popToken();
    return argument(context);
  }
  // Names for scripts and style sheets, of which a page has its own.
  function second(context) { return { tokens: context.consumeArgs(2)[1], numArgs: 0 }; }
  var macros = {
    "\\class": second, "\\cssId": second, "\\style": second,
    "\\label": mark("l", argument), "\\tag": mark("t", tag), "\\ref": mark("r", argument),
    "\\eqref": mark("e", argument),
    "\\require": function (context) { argument(context); return ""; },
    "\\unicode": function (context) {
      var text = argument(context);
      var code = parseInt(text.replace(/^x/i, ""), /^x/i.test(text) ? 16 : 10);
      return code > 0x20 && code < 0xd800 ? "\\text{" + String.fromCharCode(code) + "}" : "";
    },
    // MathJax lets a name be defined once more, and has not all that KaTeX has: `\R` is the author's own.
    "\\newcommand": "\\providecommand", "\\renewcommand": "\\providecommand",
    "\\DeclareMathOperator": "\\@ifstar\\etude@limits\\etude@nolimits",
    "\\etude@limits": "\\gdef#1{\\operatorname*{#2}}", "\\etude@nolimits": "\\gdef#1{\\operatorname{#2}}",
    "\\mbox": "\\text{#1}", "\\ensuremath": "#1", "\\emph": "\\textit{#1}", "\\textsc": "\\text{#1}",
    "\\textsl": "\\textit{#1}", "\\dddot": "\\overset{\\text{...}}{#1}",
    "\\ddddot": "\\overset{\\text{....}}{#1}", "\\mathds": "\\mathbb{#1}", "\\hfill": "\\quad ",
    "\\nicefrac": "{{}^{#1}\\!/_{#2}}", "\\sfrac": "{{}^{#1}\\!/_{#2}}"
  };
  for (var name in macros) katex.__defineMacro(name, macros[name]);
  return etudeReset();
}
