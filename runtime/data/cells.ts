/** Signs for a missing value when the spec names none. */
export const MISSING: readonly string[] = ["", "NA", "NaN", "nan", "?", "null"];

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A cell as a finite number, or undefined; stricter than `Number`, which reads "" as 0 and "0x10" as 16. */
export function numberIn(cell: string): number | undefined {
  if (!NUMBER.test(cell)) return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** By value when all are numbers, else by code unit: the same on every machine, whatever its locale. */
export function sortCategories(categories: Iterable<string>): string[] {
  const names = [...categories];
  if (names.every((name) => numberIn(name) !== undefined)) {
    return names.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  }
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
