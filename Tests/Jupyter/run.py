"""Runs the tests that need Jupyter's own programs: python3 Tests/Jupyter/run.py .build/release/etude

Whatever is missing is said and skipped.
"""

import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

# By suite, the packages of Python that it needs.
SUITES = {
    "conformance": ["jupyter_kernel_test"],
    "notebooks": ["nbclient", "nbformat"],
    "papermill_translator": ["papermill", "nbformat"],
    "papermill_run": ["papermill", "nbformat"],
}


def main(program):
    # A check-out is not changed.
    sys.dont_write_bytecode = True
    here = pathlib.Path(__file__).parent
    sys.path.insert(0, str(here))
    tests = unittest.TestSuite()
    for suite, packages in SUITES.items():
        missing = [name for name in packages if importlib.util.find_spec(name) is None]
        if missing:
            print(f"Tests/Jupyter/{suite}.py is skipped: python3 has no {' and no '.join(missing)}.")
        else:
            tests.addTests(unittest.defaultTestLoader.loadTestsFromName(suite))
    if not tests.countTestCases():
        return True
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JUPYTER_DATA_DIR": folder, "XDG_DATA_HOME": folder, "ETUDE": os.path.abspath(program)}
        subprocess.run([program, "jupyter", "install"], check=True, stdout=subprocess.DEVNULL)
        return unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful()


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
