/** How long timers, signals and a page's events may have to wait. */
const LONGEST_MILLISECONDS = 50;

let last = 0;

/** Whether it is time to. Asked first, a loop of short steps is spared a promise each. */
export function mustBreathe(): boolean {
  return performance.now() - last >= LONGEST_MILLISECONDS;
}

/**
 * Gives everything else its turn now and then. Steps on wasm and cpu compute at once and their promises are
 * settled already, so a loop over them alone would starve Ctrl-C, an `AbortSignal` and the progress line.
 */
export async function breathe(): Promise<void> {
  if (!mustBreathe()) return;
  // Timers and frames that are due get in line behind the first message.
  await turn();
  await turn();
  last = performance.now();
}

/** By a message to ourselves: browsers let the timers of a page that nobody looks at fire once a second or less. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
