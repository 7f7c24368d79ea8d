import type { Applied, Parameter, Site } from "../ir/model.ts";
import type { Note } from "../passes/note.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import type { Outcome, Strength } from "./explanation.ts";
import type { ModelIndex } from "./model-index.ts";

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
  { notesOn }: ModelIndex,
): readonly Outcome[] {
  const { step } = definitionOf.technique(technique).effect;
  const own = notesOn(`penalty.${technique}.${id}`);
  const ofUpdate = [...notesOn(`gradient.${id}`), ...notesOn(`update.${id}`)];
  const shrinks = ofUpdate.filter(({ pass }) => pass === "shrink-under-sgd");
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
export function siteOutcomes(
  { node, readers, notesOn, notesOf }: ModelIndex,
  { id, technique, at }: Site,
): readonly Outcome[] {
  const { step } = definitionOf.technique(technique).effect;
  if (step === "target") return outcomesOf(notesOf("fuse-softmax-cross-entropy"));
  if (step === "run") return [betweenSteps];
  if (step !== "noise") return outcomesOf(notesOn(id).filter((note) => !isOfFusion(note)));
  // A mask that moves, or stays, is noted at the layer that it meets.
  const met = at.site === "activation" ? readers(at.value) : at.site === "before" ? [node(at.node)] : [];
  const origins = [id, ...met.flatMap((one) => one?.id ?? [])];
  return outcomesOf(origins.flatMap(notesOn).filter(({ pass }) => pass === "simplify-dropout"));
}

/** What else the compiler says of a parameter: a dead bias, an absent gradient. */
export function parameterNotes({ users, notesOn }: ModelIndex, { id, role }: Parameter): readonly Outcome[] {
  const ofUsers = role === "bias" ? users(id).flatMap((user) => notesOn(user.id)) : [];
  const about = [
    ...ofUsers.filter(({ pass }) => pass === "remove-dead-bias"),
    ...notesOn(`gradient.${id}`).filter(({ pass, kind }) => pass === "differentiate" && kind === "info"),
  ];
  return about.map(({ kind, pass, text }) => ({ outcome: words[kind], pass, text }));
}

/** Loops over several instructions bear the origin of one of them, so notes on loops are about no technique. */
function isOfFusion({ pass }: Note): boolean {
  return pass === "fuse-elementwise" || pass === "pack-updates";
}
