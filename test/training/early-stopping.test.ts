import { describe, expect, it } from "vitest";
import { afterEpoch, isOver, NO_EPOCH_YET, stoppingRule } from "../../runtime/training/early-stopping.ts";
import { directionOf, monitoredNames, readMonitor } from "../../runtime/training/monitor.ts";
import type { Scores } from "../../runtime/training/scores.ts";
import { codes } from "../data/sources.ts";
import golden from "./keras-early-stopping.json" with { type: "json" };
import { sampleModel } from "./sample-run.ts";

type Rule = Parameters<typeof afterEpoch>[3] & { readonly patience: number };

/** The epoch after which the run ends (null: it does not), and the epoch whose weights are restored. */
function play(values: readonly number[], rule: Rule) {
  let state = NO_EPOCH_YET;
  for (const [epoch, value] of values.entries()) {
    state = afterEpoch(state, epoch, value, rule).state;
    if (isOver(state, rule)) return { stoppedAfter: epoch, restored: state.best?.epoch };
  }
  return { stoppedAfter: null, restored: state.best?.epoch };
}

describe("early stopping", () => {
  it("stops and restores as Keras 3.15 does, for every curve, direction, patience and min_delta", () => {
    for (const { values, mode, patience, minDelta, stoppedAfter, restored } of golden) {
      const rule: Rule = { mode: mode === "min" ? "min" : "max", patience, minDelta };
      expect({ values, rule, ...play(values, rule) }).toEqual({ values, rule, stoppedAfter, restored });
    }
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, null],
  ])("with patience %i on a curve that never improves ends after epoch %s", (patience, epoch) => {
    expect(play([1, 1, 1, 1], { mode: "min", minDelta: 0, patience }).stoppedAfter).toBe(epoch);
  });

  it("takes a value that is not a number for no improvement, and goes on from the best before", () => {
    const rule: Rule = { mode: "min", minDelta: 0, patience: 3 };
    expect(play([2, Number.NaN, 1, Number.NaN, 3], rule)).toEqual({ stoppedAfter: null, restored: 2 });
  });

  const outputs = [
    "loss.data",
    "loss.penalty.l2",
    "loss.total",
    "metric.accuracy.correct",
    "metric.mae.absolute",
  ];
  it("knows which way each number is better", () => {
    expect(["val.loss", "train.loss.total", "val.accuracy", "val.mae"].map(directionOf)).toEqual([
      "min",
      "min",
      "max",
      "min",
    ]);
  });

  it("reads the data loss as `val.loss`, and each other number under its name", () => {
    const scores: Scores = {
      loss: { data: 1, penalty: 2, total: 3, penalties: { l2: 4 } },
      metrics: { accuracy: 5, mae: 6 },
    };
    const record = { epoch: 1, step: 1, seconds: 0, train: scores, val: scores };
    const names = monitoredNames(outputs, true).filter((name) => name.startsWith("val."));
    expect(names.map((name) => [name, readMonitor(name, record)])).toEqual([
      ["val.loss", 1],
      ["val.loss.data", 1],
      ["val.loss.penalty", 2],
      ["val.loss.total", 3],
      ["val.loss.penalty.l2", 4],
      ["val.accuracy", 5],
      ["val.mae", 6],
    ]);
  });

  it("refuses to watch what is not measured, and says why", () => {
    const misspelt = stoppingRule(sampleModel({ on: "val.acuracy" }), monitoredNames(outputs, true));
    expect(codes(misspelt)).toEqual(["unknown-monitor"]);
    expect(misspelt.diagnostics[0]!.hint).toBe("did you mean `val.accuracy`?");
    const unvalidated = stoppingRule(sampleModel({ on: "val.loss" }), monitoredNames(outputs, false));
    expect(unvalidated.diagnostics[0]!.hint).toContain("no validation part");
  });
});
