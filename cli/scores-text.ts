/** How numbers are shown to people. */
import type { Scores } from "../runtime/index.ts";

/** `loss 0.412 (data 0.400 + penalty 0.012)  accuracy 0.871`. */
export function scoresText({ loss, metrics }: Scores): string {
  const parts = loss.penalty === 0 ? "" : ` (data ${number(loss.data)} + penalty ${number(loss.penalty)})`;
  const measured = Object.entries(metrics).map(([name, value]) => `  ${name} ${number(value)}`);
  return `loss ${number(loss.total)}${parts}${measured.join("")}`;
}

export function number(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  return value.toFixed(4);
}

/** `42s`, `3:07`, `1:02:45`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const twoDigits = (part: number): string => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`;
}
