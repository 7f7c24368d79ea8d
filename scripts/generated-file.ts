/** A file that is made from the definitions and committed; never edited by hand. */
export interface GeneratedFile {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}
