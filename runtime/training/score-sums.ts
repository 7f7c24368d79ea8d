import { definitionOf } from "../../compiler/synthesize/definition-of.ts";
import type { SumsState } from "../checkpoint/checkpoint.ts";
import type { Scores } from "./scores.ts";

const DATA = "loss.data";
const TOTAL = "loss.total";
const PENALTY = "loss.penalty.";
const METRIC = "metric.";

/**
 * Adds up what steps put out, in float64. A loss is a mean over its batch and counts by the batch's size; a term
 * of a metric is a sum already. So batches of any size come to the same as one batch of everything.
 */
export class ScoreSums {
  private constructor(
    private readonly values: Map<string, number>,
    private examples: number,
  ) {}

  static empty(): ScoreSums {
    return new ScoreSums(new Map(), 0);
  }

  static restore({ examples, values }: SumsState): ScoreSums {
    return new ScoreSums(new Map(Object.entries(values).map(([name, sum]) => [name, Number(sum)])), examples);
  }

  state(): SumsState {
    const values = [...this.values].map(([name, sum]) => [name, Number.isFinite(sum) ? sum : String(sum)]);
    return { examples: this.examples, values: Object.fromEntries(values) };
  }

  add(outputs: Readonly<Record<string, number>>, size: number): void {
    this.examples += size;
    for (const [name, value] of Object.entries(outputs)) {
      const weight = name.startsWith(METRIC) ? 1 : size;
      this.values.set(name, (this.values.get(name) ?? 0) + weight * value);
    }
  }

  scores(): Scores {
    const penalties: Record<string, number> = {};
    const terms: Record<string, Record<string, number>> = {};
    for (const [name, sum] of this.values) {
      if (name.startsWith(PENALTY)) penalties[name.slice(PENALTY.length)] = sum / this.examples;
      else if (name.startsWith(METRIC)) {
        const { metric, term } = splitMetricTerm(name);
        terms[metric] = { ...terms[metric], [term]: sum };
      }
    }
    const finished = Object.entries(terms).map(([name, sums]) => [
      name,
      definitionOf.metric(name).finish(sums),
    ]);
    return {
      loss: {
        data: this.mean(DATA),
        penalty: Object.values(penalties).reduce((sum, value) => sum + value, 0),
        total: this.mean(TOTAL),
        penalties,
      },
      metrics: Object.fromEntries(finished),
    };
  }

  private mean(name: string): number {
    return (this.values.get(name) ?? 0) / this.examples;
  }
}

/** `metric.<name>.<term>`. */
export function splitMetricTerm(output: string): { readonly metric: string; readonly term: string } {
  const dot = output.lastIndexOf(".");
  return { metric: output.slice(METRIC.length, dot), term: output.slice(dot + 1) };
}

export function isMetricTerm(output: string): boolean {
  return output.startsWith(METRIC);
}
