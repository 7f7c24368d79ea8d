import type { Model } from "../compiler/ir/model.ts";
import { withoutReasons } from "./model-hash.ts";

/** Settings of a run that people change on the command line, and then want named with their values. */
const settings = ["epochs", "batch"] as const;

const sections = ["network", "data", "loss", "optimizer", "sites", "run"] as const;

/** In words, how a model differs from the one a run began with; null: in nothing that these words cover. */
export function whatChanged(before: Model, now: Model): string | null {
  const setting = settings.find((name) => before.run[name] !== now.run[name]);
  if (setting !== undefined) {
    return `its \`${setting}\` is ${before.run[setting]}, and not ${now.run[setting]}: schedules depend on it, so a run goes on with what it began with`;
  }
  const names = [...new Set([...Object.keys(before.params), ...Object.keys(now.params)])];
  const param = names.find((name) => before.params[name] !== now.params[name]);
  if (param !== undefined) {
    return `its param \`${param}\` is ${before.params[param]}, and not ${now.params[param]}`;
  }
  const section = sections.find((name) => textOf(before[name]) !== textOf(now[name]));
  return section === undefined ? null : `the ${wordsFor[section]} changed since the run began`;
}

function textOf(section: Model[(typeof sections)[number]]): string {
  return JSON.stringify(withoutReasons(section));
}

const wordsFor: { readonly [K in (typeof sections)[number]]: string } = {
  network: "network, or the policy on it, has",
  data: "data has",
  loss: "loss has",
  optimizer: "optimizer has",
  sites: "policy has",
  run: "run settings have",
};
