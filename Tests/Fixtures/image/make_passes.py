"""Makes passes.json: what Pillow 13 makes of small grey images by Image.resize(…, BILINEAR), whose order of passes shows.

Run as: python make_passes.py (Pillow 13.0.0)
"""
import base64
import json
import pathlib
import random

from PIL import Image

random.seed(7)
cases = []
while len(cases) < 60:
    w, h, W, H = (random.randint(2, 24) for _ in range(4))
    if (w, h) == (W, H):
        continue
    image = Image.frombytes("L", (w, h), bytes((x * 71 + y * 151 + x * y * 13) % 256 for y in range(h) for x in range(w)))
    rows_first = image.resize((W, h), Image.BILINEAR).resize((W, H), Image.BILINEAR)
    columns_first = image.resize((w, H), Image.BILINEAR).resize((W, H), Image.BILINEAR)
    if rows_first.tobytes() == columns_first.tobytes():
        continue
    cases.append({"from": [w, h], "to": [W, H],
                  "pixels": base64.b64encode(image.resize((W, H), Image.BILINEAR).tobytes()).decode()})
(pathlib.Path(__file__).parent / "passes.json").write_text(json.dumps(cases) + "\n")
