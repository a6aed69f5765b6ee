"""papermill runs a Swift notebook with other parameters than its own."""

import pathlib
import sys
import tempfile
import unittest

import papermill
from nbformat import v4, write

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Sources/Integrations/papermill"))

import etude_papermill  # noqa: E402, F401


class PapermillTests(unittest.TestCase):
    def run_notebook(self, parameters):
        notebook = v4.new_notebook(
            cells=[
                v4.new_code_cell('let hop = 512\nlet window = "hann"', metadata={"tags": ["parameters"]}),
                v4.new_code_cell('print(window, hop * 2)'),
            ],
            metadata={"kernelspec": {"name": "swift", "display_name": "Swift", "language": "swift"}})
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "note.ipynb")
            write(notebook, path)
            result = papermill.execute_notebook(path, pathlib.Path(folder, "result.ipynb"), parameters, progress_bar=False)
        return result.cells[-1].outputs[0].text

    def test_given_values_take_the_place_of_the_defaults(self):
        self.assertEqual(self.run_notebook({"hop": 256}), "hann 512\n")

    def test_texts_reach_the_cells_as_they_are(self):
        self.assertEqual(self.run_notebook({"window": 'a "b" \\(hop)'}), 'a "b" \\(hop) 1024\n')
