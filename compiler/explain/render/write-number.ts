/** `6,931` */
export function writeCount(count: number): string {
  return count.toLocaleString("en-US");
}

export function plural(count: number, noun: string): string {
  return `${writeCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Three digits that count; large numbers without a fraction. */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? writeCount(Math.round(value)) : String(Number(value.toPrecision(3)));
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

export function writeBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${writeNumber(bytes / 1024 ** power)} ${UNITS[power]}`;
}
