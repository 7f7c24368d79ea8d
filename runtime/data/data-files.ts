/** Where the bytes of data files come from: folders in Node, whatever the page supplies in a browser. */
export interface DataFiles {
  /** Reads the file of exactly this name, a path with `/`. Never rejects for a user's mistake. */
  readonly read: (name: string) => Promise<Reading>;
}

export type Reading =
  | { readonly kind: "file"; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `looked`: the full paths that do not exist. */
  | { readonly kind: "missing"; readonly looked: readonly string[] }
  | { readonly kind: "outside"; readonly path: string; readonly folders: readonly string[] }
  | { readonly kind: "unreadable"; readonly reason: string };
