"""The process of PyTorch: `python3 host.py pytorch <task file>`. The protocol is in ../protocol.ts."""

import importlib.util
import json
import os
import resource
import sys
import time

import torch

from fixture import read_fixture

# Shorter chunks say little about a step; below this share a step has become faster (see ../measure.ts).
CHUNK_MILLISECONDS = 100
STABLE = 0.97
IDLE = 4


class Measure:
    """Times the steps of one subject; batches are taken in turn."""

    def __init__(self, step, batches):
        self.step = step
        self.batches = batches
        self.next = 0

    def values(self, steps):
        return [self.step(index % self.batches) for index in range(steps)]

    def slice(self, milliseconds):
        start = time.perf_counter()
        steps, elapsed = 0, 0.0
        while steps == 0 or elapsed < milliseconds:
            self.step(self.next % self.batches)
            self.next += 1
            steps += 1
            elapsed = 1000 * (time.perf_counter() - start)
        return {"steps": steps, "milliseconds": elapsed}

    def warm(self, limit):
        best, steps, milliseconds, idle = float("inf"), 0, 0.0, 0
        while milliseconds < limit and idle < IDLE:
            chunk = self.slice(min(CHUNK_MILLISECONDS, limit))
            each = chunk["milliseconds"] / chunk["steps"]
            idle = 0 if each < STABLE * best else idle + 1
            best = min(best, each)
            steps += chunk["steps"]
            milliseconds += chunk["milliseconds"]
        return {"steps": steps, "milliseconds": milliseconds}


def load_task(path):
    spec = importlib.util.spec_from_file_location("task", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(measure, task, request):
    """Returns the measure, made by the first request, and what to say."""
    kind = request["do"]
    if kind == "prepare":
        settings = request["settings"]
        torch.set_num_threads(settings["threads"])
        fixture = None if request["folder"] is None else read_fixture(request["folder"])
        step = task.prepare(fixture, settings)
        batches = 1 if fixture is None else max(1, len(fixture.batches))
        return Measure(step, batches), {"version": torch.__version__}
    if kind == "values":
        return measure, {"values": measure.values(request["steps"])}
    if kind == "warm":
        return measure, measure.warm(request["milliseconds"])
    if kind == "slice":
        return measure, measure.slice(request["milliseconds"])
    resident = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return measure, {"peakBytes": None, "minimumBytes": None, "heapBytes": None, "residentBytes": resident}


def main():
    task = load_task(sys.argv[2])
    measure = None
    with os.fdopen(3, "w") as channel:
        for line in sys.stdin:
            try:
                measure, said = answer(measure, task, json.loads(line))
                said = {"ok": True, **said}
            except Exception as error:
                said = {"ok": False, "reason": f"{type(error).__name__}: {error}"}
            print(json.dumps(said), file=channel, flush=True)


main()
