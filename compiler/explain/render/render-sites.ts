import type { Style } from "../../../grammar/render.ts";
import type { SiteExplanation } from "../explanation.ts";
import { renderActing } from "./render-techniques.ts";
import { writeNumber } from "./write-number.ts";

/** Techniques that act elsewhere than on a parameter, under the place where they act. */
export function renderSites(sites: readonly SiteExplanation[], style: Style): readonly string[] {
  if (sites.length === 0) return [style.strong("Places"), `  ${style.faint("no technique acts elsewhere")}`];
  const places = [...new Set(sites.map(({ place }) => place))];
  return [
    style.strong("Places"),
    ...places.flatMap((place) => [
      `  ${style.strong(place)}`,
      ...sites.filter((site) => site.place === place).flatMap((site) => renderSite(site, style)),
    ]),
  ];
}

function renderSite(site: SiteExplanation, style: Style): readonly string[] {
  const { stage, stream, targetValues } = site;
  const more: (readonly [string, string])[] = [];
  if (targetValues !== null) {
    const { on, off, classes } = targetValues;
    more.push([
      "values",
      `${writeNumber(on)} for the class, ${writeNumber(off)} for each other of ${classes}`,
    ]);
  }
  if (stream !== null) more.push(["stream", `${stream}, in training only`]);
  if (stage !== null) more.push(["stage", `${stage} of the training step`]);
  return renderActing(site, more, style);
}
