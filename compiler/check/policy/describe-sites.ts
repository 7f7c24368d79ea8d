import type { SiteName } from "../../definitions/technique.ts";
import type { Selected } from "./target.ts";

const described: { readonly [K in SiteName]: string } = {
  parameter: "parameters",
  activation: "activations",
  input: "inputs",
  target: "the target",
  output: "outputs",
  gradient: "all gradients together",
  update: "the update",
  run: "the run",
};

/** Where a technique belongs, in words. */
export function describeSites(sites: readonly SiteName[]): string {
  return sites.map((site) => described[site]).join(" and ");
}

/** A rule that would be legal, close to what was selected. */
export function exampleFor(
  spelling: string,
  sites: readonly SiteName[],
  reached: readonly Selected[],
): string {
  const [site] = sites;
  const parameter = reached.map(({ target }) => target).find((target) => target.kind === "parameter");
  const owner = parameter?.kind === "parameter" ? parameter.parameter.owners[0]?.name : undefined;
  const selectors: { readonly [K in SiteName]: string } = {
    parameter: "kernel",
    activation: `after ${owner ?? "relu"}`,
    input: "input",
    target: "target",
    output: "output",
    gradient: "gradient",
    update: "update",
    run: "run",
  };
  return `${selectors[site ?? "parameter"]} { ${spelling} … }`;
}
