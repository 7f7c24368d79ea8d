"""Reads what ../../workloads/fixture.ts writes."""

import json
import mmap
import os
from types import SimpleNamespace

import torch

DTYPES = {"f32": torch.float32, "i32": torch.int32}


def read_fixture(folder):
    """Weights by path, and a list of batches by field."""
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        entries = json.load(file)
    with open(os.path.join(folder, "data.bin"), "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    weights, batches = {}, []
    for entry in entries:
        count = 1
        for extent in entry["shape"]:
            count *= extent
        flat = torch.frombuffer(data, dtype=DTYPES[entry["dtype"]], count=count, offset=entry["offset"])
        values = flat.reshape(entry["shape"]).clone()
        if entry["dtype"] == "i32":
            values = values.long()
        if entry["batch"] is None:
            weights[entry["name"]] = values
        else:
            while len(batches) <= entry["batch"]:
                batches.append({})
            batches[entry["batch"]][entry["name"]] = values
    return SimpleNamespace(weights=weights, batches=batches)
