import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type SubjectName, subjectNames } from "../subjects/catalogue.ts";
import { workloads } from "../workloads/index.ts";
import type { Workload } from "../workloads/workload.ts";

export interface Options {
  readonly workloads: readonly Workload[];
  readonly subjects: readonly SubjectName[];
  /** Each of them a row, for subjects that can. */
  readonly threads: readonly number[];
  readonly rounds: number;
  /** How long a subject runs in each round. */
  readonly sliceMilliseconds: number;
  /** How long it may warm up at most. */
  readonly warmMilliseconds: number;
  /** Where results go, without ending. */
  readonly output: string;
}

export const USAGE = `npm run bench -- [W1 W6/mlp-1 ...] [--subjects regnet,jax-js] [--threads 1,2]
                 [--rounds 9] [--slice 400] [--quick] [--name partial]

Measures regnet and its peers side by side. Without filters the results replace bench/results/latest.json
and latest.md; a run of a part, or a quick one, writes bench/results/partial.* instead,
or those of the name that is given.`;

const FULL = { rounds: 9, sliceMilliseconds: 400, warmMilliseconds: 6000 };
const QUICK = { rounds: 3, sliceMilliseconds: 150, warmMilliseconds: 1500 };

/** Throws `RangeError` or a `TypeError` of `parseArgs` for arguments that mean nothing. */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      subjects: { type: "string" },
      threads: { type: "string" },
      rounds: { type: "string" },
      slice: { type: "string" },
      name: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const base = values.quick ? QUICK : FULL;
  const whole = positionals.length === 0 && values.subjects === undefined && values.threads === undefined;
  return {
    workloads: positionals.length === 0 ? workloads : positionals.flatMap(workloadsNamed),
    subjects: values.subjects === undefined ? subjectNames : values.subjects.split(",").map(subjectNamed),
    threads:
      values.threads === undefined
        ? [...new Set([1, availableParallelism()])]
        : values.threads.split(",").map((text) => count("--threads", text)),
    rounds: values.rounds === undefined ? base.rounds : count("--rounds", values.rounds),
    sliceMilliseconds: values.slice === undefined ? base.sliceMilliseconds : count("--slice", values.slice),
    warmMilliseconds: base.warmMilliseconds,
    output: join(import.meta.dirname, "../results", nameOf(values.name, whole && !values.quick)),
  };
}

/** A part never goes by the name of the whole. */
function nameOf(given: string | undefined, isWhole: boolean): string {
  const name = given ?? (isWhole ? "latest" : "partial");
  if (/^[a-z0-9-]+$/.test(name) && (isWhole || name !== "latest")) return name;
  throw new RangeError(
    `--name takes small letters, digits and hyphens, and latest only for all: not ${name}`,
  );
}

function workloadsNamed(name: string): readonly Workload[] {
  const found = workloads.filter(({ id }) => id === name || id.startsWith(`${name}/`));
  if (found.length > 0) return found;
  throw new RangeError(`no workload is named ${name}: ${workloads.map(({ id }) => id).join(", ")}`);
}

function subjectNamed(name: string): SubjectName {
  const found = subjectNames.find((known) => known === name);
  if (found !== undefined) return found;
  throw new RangeError(`no subject is named ${name}: ${subjectNames.join(", ")}`);
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${option} takes whole numbers above 0, and not ${text}`);
}
