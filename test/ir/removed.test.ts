import { describe, expect, it } from "vitest";
import { at, type Draft, type Json } from "./faults.ts";
import { told } from "./told.ts";

const rule = { policy: "Robust", selector: "kernel" };

const ofKernel = (property: string) => (d: Draft) => {
  at(d, "network", "parameters", 0).removed = [{ property, rule }] as Json;
};
const ofPlace = (property: string, place: Draft) => (d: Draft) => {
  d.removed = [{ property, rule, at: place }];
};

describe("what a document says was taken away", () => {
  it("is a property that exists", () => {
    expect(told(ofKernel("decey"))).toEqual([
      "document-unknown-name network.parameters[0].removed[0].property did you mean `decay`?",
    ]);
    expect(told(ofKernel("decay"))).toEqual([]);
  });

  it("is not set as well", () => {
    expect(told(ofKernel("l2"))).toEqual(["document-competing-techniques network.parameters[0].removed[0]"]);
  });

  it("could stand where it was taken from", () => {
    expect(told(ofKernel("dropout"))).toEqual([
      "document-misplaced-technique network.parameters[0].removed[0]",
    ]);
    expect(told(ofPlace("clip", { site: "gradient" }))).toEqual([]);
    expect(told(ofPlace("clip", { site: "update" }))).toEqual(["document-misplaced-technique removed[0]"]);
  });

  it("is taken from a place that exists", () => {
    expect(told(ofPlace("dropout", { site: "activation", value: "conf" }))).toEqual([
      "document-unknown-reference removed[0].at.value did you mean `conv`?",
    ]);
  });
});

it("a rule that lost says why, in a word of the cascade", () => {
  const found = told((d) => {
    at(d, "network", "parameters", 0, "policy", 0, "overridden", 0).because = "earler";
  });
  expect(found).toEqual([
    "document-unknown-name network.parameters[0].policy[0].overridden[0].because did you mean `earlier`?",
  ]);
});
