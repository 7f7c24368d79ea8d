import type { Model } from "../ir/model.ts";
import type { Note } from "../passes/note.ts";
import { pipeline } from "../passes/pipeline.ts";
import type { NoteGroup, PassSummary } from "./explanation.ts";

/** What every pass said, equal words once, in the order of their first run. */
export function summarizePasses(model: Model, notes: readonly Note[]): readonly PassSummary[] {
  const ids = new Set(model.network.parameters.map(({ id }) => id));
  return [...Map.groupBy(notes, ({ pass }) => pass)].map(([pass, own]) => {
    const reason = pipeline.find(({ name }) => name === pass)?.reason ?? "";
    return { pass, reason, notes: groupNotes(own, ids) };
  });
}

/** Notes on several parameters become one, with `*` in the place of their ids. */
function groupNotes(notes: readonly Note[], ids: ReadonlySet<string>): readonly NoteGroup[] {
  const groups = Map.groupBy(notes, ({ kind, text }) => `${kind} ${withoutIds(text, ids)}`);
  return [...groups.values()].map((group): NoteGroup => {
    const { kind, text } = group[0]!;
    const same = group.every((note) => note.text === text);
    return { kind, text: same ? text : withoutIds(text, ids), count: group.length };
  });
}

/** Ids without a dot are left alone: a document written by hand may call a parameter `a`. */
function withoutIds(text: string, ids: ReadonlySet<string>): string {
  return text.replaceAll(/[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)+/gu, (path) => (ids.has(path) ? "*" : path));
}
