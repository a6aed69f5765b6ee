"""Makes layers.json: inputs, weights, outputs and gradients of PyTorch's layers. Usage: make.py FOLDER"""
import json
import pathlib
import sys

import torch

torch.manual_seed(3)
cases = {
    "layer_norm": (torch.nn.LayerNorm([4, 5]), (3, 4, 5)),
    "group_norm": (torch.nn.GroupNorm(3, 6), (2, 6, 3, 2)),
    "prelu": (torch.nn.PReLU(3), (2, 3, 4)),
    "prelu_common": (torch.nn.PReLU(), (2, 3, 4)),
    "transposed": (torch.nn.ConvTranspose2d(3, 2, 3), (2, 3, 4, 5)),
    "transposed_stride": (torch.nn.ConvTranspose2d(3, 2, 3, stride=2, padding=1, output_padding=1), (2, 3, 4, 3)),
    "transposed_wide": (torch.nn.ConvTranspose2d(2, 4, 2, stride=3, bias=False), (1, 2, 3, 3)),
    "embedding": (torch.nn.Embedding(7, 3), (2, 4)),
}


def numbers(tensor):
    return {"shape": list(tensor.shape), "scalars": [float(f"{value:.8g}") for value in tensor.detach().flatten()]}


result = {}
for name, (layer, shape) in cases.items():
    layer = layer.double()
    if name == "embedding":
        x = torch.randint(0, 7, shape)
    else:
        x = torch.randn(shape, dtype=torch.float64).requires_grad_()
        for parameter in layer.parameters():
            torch.nn.init.normal_(parameter)
    y = layer(x)
    seed = torch.randn(y.shape, dtype=torch.float64)
    y.backward(seed)
    case = {"input": numbers(x), "output": numbers(y), "seed": numbers(seed)}
    if name != "embedding":
        case["inputGradient"] = numbers(x.grad)
    for key, parameter in layer.named_parameters():
        case[key] = numbers(parameter)
        case[key + "Gradient"] = numbers(parameter.grad)
    result[name] = case
pathlib.Path(sys.argv[1], "layers.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
