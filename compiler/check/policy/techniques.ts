import type { ShorthandDefinition, SiteName, TechniqueDefinition } from "../../definitions/technique.ts";
import { shorthands, techniques } from "../../definitions/techniques/index.ts";

/** Techniques and shorthands, by name. */
export const techniqueDefinitions: Readonly<Record<string, TechniqueDefinition>> = techniques;
const shorthandDefinitions: Readonly<Record<string, ShorthandDefinition>> = shorthands;

export type Named = TechniqueDefinition | ShorthandDefinition;

export function isShorthand(definition: Named): definition is ShorthandDefinition {
  return "expand" in definition;
}

/** By how they are written: `dropout`, `clip global_norm`. */
const bySpelling: ReadonlyMap<string, Named> = new Map(
  [...Object.values(techniqueDefinitions), ...Object.values(shorthandDefinitions)].map((definition) => [
    definition.spelling ?? definition.name,
    definition,
  ]),
);

/** What `<property> none` takes away, with the sites where it may have been set. */
const sitesByProperty: ReadonlyMap<string, ReadonlySet<SiteName>> = collectProperties();

export function findTechnique(spelling: string): Named | undefined {
  return bySpelling.get(spelling);
}

export function isTechnique(spelling: string): boolean {
  return bySpelling.has(spelling);
}

export function sitesOfProperty(property: string): ReadonlySet<SiteName> | undefined {
  return sitesByProperty.get(property);
}

export const spellings: readonly string[] = [...bySpelling.keys()];

export function propertyOf(technique: string): string {
  return techniqueDefinitions[technique]?.property ?? technique;
}

function collectProperties(): ReadonlyMap<string, ReadonlySet<SiteName>> {
  const sites = new Map<string, Set<SiteName>>();
  for (const { name, property, sites: own } of Object.values(techniqueDefinitions)) {
    const known = sites.get(property ?? name) ?? new Set();
    for (const site of own) known.add(site);
    sites.set(property ?? name, known);
  }
  return sites;
}
