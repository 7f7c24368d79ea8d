import type { Style } from "../../../grammar/render.ts";
import type { Explanation, SiteExplanation } from "../explanation.ts";
import { renderActing, renderRemoved } from "./render-techniques.ts";
import { writeNumber } from "./write-number.ts";

/** What acts elsewhere than on a parameter, or was to, under the place where it acts. */
export function renderSites(
  { sites, removed }: Pick<Explanation, "sites" | "removed">,
  style: Style,
): readonly string[] {
  const places = new Map<string, string[]>();
  const put = (place: string, lines: readonly string[]) =>
    places.set(place, [...(places.get(place) ?? []), ...lines]);
  for (const site of sites) put(site.place, renderSite(site, style));
  for (const one of removed) put(one.place, renderRemoved(one, style));
  if (places.size === 0) return [style.strong("Places"), `  ${style.faint("no technique acts elsewhere")}`];
  return [
    style.strong("Places"),
    ...[...places].flatMap(([place, lines]) => [`  ${style.strong(place)}`, ...lines]),
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
