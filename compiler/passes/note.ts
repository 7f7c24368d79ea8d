/** What a pass did or declined to do, for `explain`. */
export interface Note {
  /** The pass's name, kebab-case. */
  readonly pass: string;
  readonly kind: "rewrote" | "refused" | "info";
  /** The origin of the instructions it is about; empty for the whole program. */
  readonly origin: string;
  /** One sentence, for people; names the rule where one decided. */
  readonly text: string;
}
