"""Runs Jupyter's own tests of a kernel, jupyter_kernel_test, against the installed kernel `swift`.

The test of the pager is left out: it needs a payload that the protocol has given up.
"""

import unittest

import jupyter_kernel_test


class SwiftKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "swift"
    language_name = "swift"
    file_extension = ".swift"
    code_hello_world = 'print("hello, world")'
    code_stderr = 'import Foundation\nlet written = fputs("to standard error\\n", stderr)'
    complete_code_samples = ["let a = 1", "func f() {\n  print(1)\n}", "print(1); print(2)", ""]
    incomplete_code_samples = [
        "func f() {", "if true {\n", "let x = (1,", "let x =", 'let s = """\nabc', "/* open", "a.", "switch 1 {\ncase 1:",
    ]
    invalid_code_samples = ["let = 3", "}", "let x = 5)", '"open']
    completion_samples = [
        {"text": "let values = [1]; values.removeLa", "matches": {"removeLast()", "removeLast("}},
        {"text": "let longName = 1\nlongNa", "matches": {"longName"}},
    ]
    code_inspect_sample = "print"
    code_generate_error = "struct Failure: Error {}\nthrow Failure()"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "[1, 2].map { $0 * 2 }", "result": "[2, 4]"},
        {"code": 'try Table(columns: ["a"], rows: [["1"]])', "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display(MIMEBundle(plainText: "x").adding("**x**", as: .markdown))', "mime": "text/markdown"},
        {"code": 'display(MIMEBundle(plainText: "x").adding("$x$", as: .latex))', "mime": "text/latex"},
        {"code": 'display(MIMEBundle(plainText: "x").adding("<svg/>", as: .svg))', "mime": "image/svg+xml"},
        {"code": 'display(MIMEBundle(plainText: "x").adding("{}", as: .json))', "mime": "application/json"},
        {"code": "try display(plot(Waveform(samples: [0, 1, 0], sampleRate: 8000)))", "mime": "image/png"},
    ]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "clearOutput()"


class SwiftWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "swift"
    support_iopub_welcome = True
