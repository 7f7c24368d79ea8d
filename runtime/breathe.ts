/** How long timers, signals and a page's events may have to wait. */
const LONGEST_MILLISECONDS = 50;

let last = 0;

/**
 * Gives everything else its turn now and then. Steps on wasm and cpu compute at once and their promises are
 * settled already, so a loop over them alone would starve Ctrl-C, an `AbortSignal` and the progress line.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - last < LONGEST_MILLISECONDS) return;
  await new Promise((resolve) => setTimeout(resolve, 0));
  last = performance.now();
}
