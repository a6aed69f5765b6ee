"""Notebooks of ours, converted, give the same outputs under nbclient as `etude run` gives them."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import nbformat
from nbclient import NotebookClient

TEXT = """---
title: Outputs
params:
  octave: 3
sources: notes
---

```swift
let notes = [Note(name: "A", octave: octave), Note(name: "C", octave: 4)]
print("printed", notes.count)
notes.map(\\.name)
```

```swift
//| expect: trap
let empty: [Int] = []
print(empty[0])
```

```swift
try Table(columns: ["name", "octave"], rows: notes.map { [$0.name, String($0.octave)] })
```

```swift
display(MIMEBundle(plainText: "x").adding("$x^2$", as: .latex))
try display(plot(Waveform(samples: [0, 1, 0, -1], sampleRate: 8000)))
readLine() ?? "no input"
```
"""

SOURCE = """public struct Note {
  public var name: String
  public var octave: Int
  public init(name: String, octave: Int) { (self.name, self.octave) = (name, octave) }
}
"""


def values(notebook):
    """What the code of each cell has put out, without what the runner says of it."""
    result = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        outputs = []
        for output in cell.outputs:
            if output.output_type in ("execute_result", "display_data"):
                outputs.append((output.output_type, dict(output.data), dict(output.metadata)))
            elif output.output_type == "stream" and output.name == "stdout":
                outputs.append(output.text)
        result.append(outputs)
    return result


class NotebookTests(unittest.TestCase):
    def test_outputs_are_those_of_a_run(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "note.md")
            source.write_text(TEXT)
            pathlib.Path(folder, "notes").mkdir()
            pathlib.Path(folder, "notes/Note.swift").write_text(SOURCE)
            subprocess.run(
                [os.environ["ETUDE"], "run", "note.md", "-o", "out", "--to", "ipynb"], cwd=folder, check=True,
                capture_output=True)
            run = nbformat.read(pathlib.Path(folder, "out/note.ipynb"), as_version=4)
            executed = nbformat.from_dict(json.loads(json.dumps(run)))
            NotebookClient(executed, timeout=600, kernel_name="swift", resources={"metadata": {"path": folder}}).execute()
            self.assertEqual(values(executed), values(run))
