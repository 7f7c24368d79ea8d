import { describe, expect, it } from "vitest";
import { type Options, parseOptions } from "../../bench/runner/options.ts";

function options(...args: readonly string[]): Options {
  const parsed = parseOptions(args);
  if (parsed === "help") throw new Error("help was not asked for");
  return parsed;
}

describe("arguments of npm run bench", () => {
  it("measures everything and replaces the latest results without any", () => {
    const { workloads, subjects, rounds, output } = options();
    expect(workloads.length).toBeGreaterThan(1);
    expect(subjects).toContain("regnet");
    expect(rounds).toBe(9);
    expect(output).toMatch(/latest$/);
  });

  it("leaves the latest results alone when it measures a part, or in a hurry", () => {
    expect(options("W1").output).toMatch(/partial$/);
    expect(options("--subjects", "regnet").output).toMatch(/partial$/);
    expect(options("--quick").output).toMatch(/partial$/);
  });

  it("writes where it is told, but no part in place of the whole", () => {
    expect(options("W1", "--name", "wide-vectors").output).toMatch(/results.wide-vectors$/);
    expect(() => parseOptions(["W1", "--name", "latest"])).toThrow(/--name takes .* latest only for all/);
    expect(() => parseOptions(["--name", "../elsewhere"])).toThrow(/not \.\.\/elsewhere/);
  });

  it("takes a goal for all of its workloads", () => {
    expect(options("W1").workloads.map(({ id }) => id)).toEqual(["W1"]);
    expect(options("W6").workloads.every(({ id }) => id.startsWith("W6/"))).toBe(true);
    expect(options("W6").workloads.length).toBeGreaterThan(1);
  });

  it("takes subjects, threads and rounds", () => {
    const found = options("W1", "--subjects", "regnet,jax-js", "--threads", "1,3", "--rounds", "5");
    expect(found).toMatchObject({ subjects: ["regnet", "jax-js"], threads: [1, 3], rounds: 5 });
  });

  it("refuses what it does not know, and says what there is", () => {
    expect(() => parseOptions(["W99"])).toThrow(/no workload is named W99: W1/);
    expect(() => parseOptions(["--subjects", "regnett"])).toThrow(/no subject is named regnett: regnet/);
    expect(() => parseOptions(["--rounds", "0"])).toThrow(/--rounds takes whole numbers above 0/);
    expect(() => parseOptions(["--speed"])).toThrow(TypeError);
  });
});
