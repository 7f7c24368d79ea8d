/** Three digits that mean something; a dash where there is no number. */
export function formatNumber(value: number | null): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

export function formatShare(value: number | null): string {
  return value === null ? "–" : `${Math.round(100 * value)} %`;
}

/** In mebibytes. */
export function formatBytes(value: number | null): string {
  return value === null ? "–" : `${formatNumber(value / 2 ** 20)} MiB`;
}
