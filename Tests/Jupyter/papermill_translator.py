"""Tests of the package that teaches papermill to write parameters in Swift."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Sources/Integrations/papermill"))

# papermill loads the package itself if that is installed, and so comes first.
from papermill.translators import papermill_translators  # isort: skip  # noqa: E402
from etude_papermill import SwiftTranslator  # noqa: E402
from nbformat.v4 import new_code_cell  # noqa: E402


class SwiftTranslatorTests(unittest.TestCase):
    def test_loading_registers_the_language(self):
        self.assertIs(papermill_translators.find_translator("other", "swift"), SwiftTranslator)

    def test_values_become_literals(self):
        for value, literal in [
            (1, "1"), (-2.5, "-2.5"), (True, "true"), ("a", '"a"'), (None, "String?.none"),
            (float("inf"), "Double.infinity"), (float("-inf"), "-Double.infinity"), (float("nan"), "Double.nan"),
            ([1, 2], "[1, 2]"), ([1, 2.5], "[1, 2.5] as [Double]"), ([[1], [2.5]], "[[1], [2.5]] as [[Double]]"),
            ([], "[] as [Any?]"), ([1, None], "[1, nil] as [Int?]"), ([1, "a"], '[1, "a"] as [Any?]'),
            ({"a": 1}, '["a": 1]'), ({}, "[:] as [String: Any?]"), ({"a": [1], "b": []}, '["a": [1], "b": []] as [String: Any?]'),
        ]:
            with self.subTest(value=value):
                self.assertEqual(SwiftTranslator.translate(value), literal)

    def test_texts_are_escaped(self):
        self.assertEqual(SwiftTranslator.translate('"\\(x)\n\0\u2028'), '"\\"\\\\(x)\\n\\0\\u{2028}"')

    def test_a_name_that_is_none_is_refused(self):
        with self.assertRaises(ValueError):
            SwiftTranslator.codify({"a b": 1})

    def test_parameters_are_variables_under_a_comment(self):
        self.assertEqual(SwiftTranslator.codify({"hop": 1}, "two\nlines"), "// two\n// lines\nvar `hop` = 1\n")

    def test_the_cell_of_defaults_is_read(self):
        cell = new_code_cell('let hop = 512 // the hop\nlet w: String = "a=b"\nprint(1)')
        found = [(p.name, p.inferred_type_name, p.default, p.help) for p in SwiftTranslator.inspect(cell)]
        self.assertEqual(found, [("hop", "None", "512", "the hop"), ("w", "String", '"a=b"', "")])

    def test_a_cell_of_front_matter_is_read(self):
        cell = new_code_cell("---\nparams:\n  hop: 512\n  w:\n    value: a\n    label: the window\nseed: 1\n---")
        found = [(p.name, p.inferred_type_name, p.default, p.help) for p in SwiftTranslator.inspect(cell)]
        self.assertEqual(found, [("hop", "Int", "512", ""), ("w", "String", '"a"', "the window")])

    def test_front_matter_without_parameters_has_none(self):
        for text in ["---\nseed: 1\n---", "---\n- 1\n---", "---\nparams: [1]\n---", "---\na: b: c\n---"]:
            with self.subTest(text=text):
                self.assertEqual(SwiftTranslator.inspect(new_code_cell(text)), [])
