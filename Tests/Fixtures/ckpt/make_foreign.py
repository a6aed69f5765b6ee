"""Makes weight files as other versions and wrappers of PyTorch write them, and foreign.json with their numbers.

Run as: python make_foreign.py (PyTorch 2.13.0, safetensors 0.8.0)
"""
import collections
import json
import pathlib
import pickle
import types

import torch
from safetensors.torch import save_file

here = pathlib.Path(__file__).parent


class Python2Pickler(pickle._Pickler):
    """Writes what Python 2's pickle module did: text as bytes, and ordered dictionaries as lists of pairs."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_str(self, text):
        data = text.encode()
        head = b"U" + bytes([len(data)]) if len(data) < 256 else b"T" + len(data).to_bytes(4, "little")
        self.write(head + data)
        self.memoize(text)

    dispatch[str] = save_str

    def reducer_override(self, value):
        if type(value) is collections.OrderedDict:
            return collections.OrderedDict, ([[key, item] for key, item in value.items()],)
        return NotImplemented


def dump(value, file, protocol=2):
    Python2Pickler(file, protocol).dump(value)


python2 = types.SimpleNamespace(Pickler=Python2Pickler, dump=dump, __name__="pickle")

state = collections.OrderedDict([
    ("body.weight", torch.tensor([[0.5, -1.25]])), ("fc.weight", torch.tensor([[3.0], [4.0], [5.5]])),
])
expected = {name: tensor.flatten().tolist() for name, tensor in state.items()}
torch.save(state, here / "python2.pth", pickle_module=python2, pickle_protocol=2,
           _use_new_zipfile_serialization=False)
torch.save({"epoch": 3, "best_accuracy": torch.tensor(0.75), "net": state}, here / "lone_tensor.pth")
wrapped = collections.OrderedDict(("module." + name, tensor) for name, tensor in state.items())
torch.save({"state_dict": wrapped, "arch": "tiny"}, here / "parallel.pth")
compiled = {"_orig_mod." + name: tensor for name, tensor in wrapped.items()}
save_file(compiled, here / "compiled.safetensors")

several = {
    "u16": torch.tensor([0, 1, 65535], dtype=torch.uint16), "u32": torch.tensor([7, 4294967295], dtype=torch.uint32),
    "u64": torch.tensor([9, 2 ** 63 - 1], dtype=torch.uint64), "i64": torch.tensor([2 ** 53 + 1, -3]),
    "e4m3": torch.tensor([1.5, -448.0, 0.001953125, 0.0], dtype=torch.float8_e4m3fn),
    "e5m2": torch.tensor([1.25, -57344.0, 0.0000152587890625], dtype=torch.float8_e5m2),
    "e8m0": torch.tensor([1.0, 0.25, 1024.0]).to(torch.float8_e8m0fnu),
    "bf16": torch.tensor([1.0, -2.5], dtype=torch.bfloat16), "complex": torch.tensor([1 + 2j]),
    "after": torch.tensor([8.0]),
}
save_file(several, here / "types.safetensors")
sparse = torch.sparse_coo_tensor([[0, 1]], [1.0, 2.0], (3,))
torch.save({**several, "sparse": sparse}, here / "types.pth")
torch.save({**several, "sparse": sparse}, here / "types_legacy.pth", _use_new_zipfile_serialization=False)
numbers = {}
for name, tensor in several.items():
    if name == "complex":
        continue
    numbers[name] = tensor.tolist() if not tensor.is_floating_point() else tensor.float().tolist()
(here / "foreign.json").write_text(json.dumps({"state": expected, "types": {
    name: [str(value) for value in values] for name, values in numbers.items()}}, indent=1) + "\n")
