import type { Applied, Model, Parameter, Site } from "../ir/model.ts";
import type { Note } from "../passes/note.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import type { Outcome, Strength } from "./explanation.ts";

const words: { readonly [K in Note["kind"]]: Outcome["outcome"] } = {
  rewrote: "fused",
  refused: "refused",
  info: "info",
};

const asWritten: Outcome = { outcome: "kept", pass: null, text: "computed as written" };
const betweenSteps: Outcome = { outcome: "kept", pass: null, text: "left to the training loop" };

function outcomesOf(notes: readonly Note[]): readonly Outcome[] {
  if (notes.length === 0) return [asWritten];
  return notes.map(({ kind, pass, text }) => ({ outcome: words[kind], pass, text }));
}

/** What the passes did with one technique on one parameter; instructions carry both in their origin. */
export function parameterOutcomes(
  { technique }: Applied,
  { id }: Parameter,
  strength: Strength | null,
  notes: readonly Note[],
): readonly Outcome[] {
  const { step } = definitionOf.technique(technique).effect;
  const own = notes.filter(({ origin }) => origin === `penalty.${technique}.${id}`);
  const shrinks = notes.filter((note) => note.pass === "shrink-under-sgd" && isAboutUpdate(note, id));
  const refused = shrinks.filter(({ kind }) => kind === "refused");
  const rewrote = shrinks.filter(({ kind }) => kind === "rewrote");
  switch (step) {
    case "decay":
      return outcomesOf(rewrote);
    case "penalty":
    case "coupled-decay": {
      // What is refused is what sits in the gradient; a factor on the weight can only hold a share of it.
      const isShare = strength?.kind === "steady" && strength.share > 0;
      return outcomesOf([...own, ...(refused.length > 0 ? refused : isShare ? rewrote : [])]);
    }
    default:
      return outcomesOf(own);
  }
}

/** What the passes did with one technique at one place of the network or the step. */
export function siteOutcomes({ network }: Model, site: Site, notes: readonly Note[]): readonly Outcome[] {
  const { step } = definitionOf.technique(site.technique).effect;
  if (step === "target") return outcomesOf(notes.filter(({ pass }) => pass === "fuse-softmax-cross-entropy"));
  if (step === "run") return [betweenSteps];
  if (step !== "noise")
    return outcomesOf(notes.filter((note) => note.origin === site.id && !isOfFusion(note)));
  // A mask that moves, or stays, is noted at the layer that it meets.
  const { at } = site;
  const met = network.nodes.filter(
    ({ id, inputs }) =>
      (at.site === "activation" && inputs.includes(at.value)) || (at.site === "before" && at.node === id),
  );
  const origins = new Set([site.id, ...met.map(({ id }) => id)]);
  return outcomesOf(notes.filter(({ pass, origin }) => pass === "simplify-dropout" && origins.has(origin)));
}

/** What else the compiler says of a parameter: a dead bias, an absent gradient. */
export function parameterNotes(
  { network }: Model,
  { id, role }: Parameter,
  notes: readonly Note[],
): readonly Outcome[] {
  const owners = network.nodes.filter(({ parameters }) => Object.values(parameters).includes(id));
  const about = notes.filter((note) => {
    if (note.pass === "remove-dead-bias")
      return role === "bias" && owners.some((node) => node.id === note.origin);
    return note.pass === "differentiate" && note.kind === "info" && note.origin === `gradient.${id}`;
  });
  return about.map(({ kind, pass, text }) => ({ outcome: words[kind], pass, text }));
}

function isAboutUpdate({ origin }: Note, id: string): boolean {
  return origin === `update.${id}` || origin === `gradient.${id}`;
}

/** Loops over several instructions bear the origin of one of them, so notes on loops are about no technique. */
function isOfFusion({ pass }: Note): boolean {
  return pass === "fuse-elementwise" || pass === "pack-updates";
}
