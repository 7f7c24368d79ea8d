/** Schedules as the IR holds them: every length already in steps or epochs, evaluated on the host. */

/** A length of the run. Epochs become steps when the data's size is known. */
export interface Duration {
  readonly value: number;
  readonly unit: "epoch" | "step";
}

/** A number that may change over the run: `{name: "constant", options: {value: 0.001}}`, `{name: "cosine", …}`. */
export interface Schedule {
  /** A name from `definitions/schedules`. */
  readonly name: string;
  readonly options: Readonly<
    Record<string, number | Duration | readonly (number | Duration)[] | Schedule | null>
  >;
}
