/** One text for equal values and only for them: JSON makes one of NaN and the infinities, and one of 0 and -0. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isLost(part) ? `${1 / part} ${part}` : part));
}

function isLost(part: unknown): part is number {
  return typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0));
}
