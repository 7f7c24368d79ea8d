/** As in the package's `engines`. */
export const OLDEST_NODE = "22.12";

interface Host {
  readonly process?: { readonly versions?: { readonly node?: string } };
}

/**
 * Says what is missing on a host that is older than the package declares: the grammar's parser would fail from inside.
 *
 * @throws Error naming the version that is needed
 */
export function checkHost(): void {
  if (typeof Object.groupBy === "function") return;
  const node = (globalThis as Host).process?.versions?.node;
  const found = node === undefined ? "this host has no `Object.groupBy`" : `this is ${node}`;
  throw new Error(`regnet needs Node ${OLDEST_NODE} or newer, or a browser as new; ${found}`);
}
