/**
 * Laying text out in lines, after Wadler, "A prettier printer" (2003): a document says where a line may break,
 * and `layOut` breaks those groups that do not fit. Only the fill, which breaks where it must and not throughout,
 * goes beyond the paper.
 */
export type Doc = string | readonly Doc[] | Line | Indent | Group | Fill;

interface Line {
  readonly kind: "line";
  /** What stands there when the line does not break; null when it always breaks. */
  readonly flat: string | null;
}

interface Indent {
  readonly kind: "indent";
  readonly content: Doc;
}

interface Group {
  readonly kind: "group";
  readonly content: Doc;
  /** Whether it holds a line that always breaks, so that it can never be flat. */
  readonly broken: boolean;
}

interface Fill {
  readonly kind: "fill";
  readonly first: Doc;
  /** Each part behind its separator, which breaks when the part would not fit. */
  readonly rest: readonly (readonly [separator: Doc, part: Doc])[];
}

export const hardLine: Line = { kind: "line", flat: null };
export const softLine: Line = { kind: "line", flat: "" };
export const space: Line = { kind: "line", flat: " " };
/** Separates phrases: `; ` on one line, nothing but the break on several. */
export const semicolonOrLine: Line = { kind: "line", flat: "; " };

export function indent(content: Doc): Doc {
  return { kind: "indent", content };
}

export function group(content: Doc): Doc {
  return { kind: "group", content, broken: alwaysBreaks(content) };
}

export function fill(first: Doc, rest: Fill["rest"]): Doc {
  return { kind: "fill", first, rest };
}

export function join(separator: Doc, parts: readonly Doc[]): Doc {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

function isList(doc: Doc | Gap): doc is readonly Doc[] {
  return Array.isArray(doc);
}

export function alwaysBreaks(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (isList(doc)) return doc.some(alwaysBreaks);
  switch (doc.kind) {
    case "line":
      return doc.flat === null;
    case "indent":
      return alwaysBreaks(doc.content);
    case "group":
      return doc.broken;
    case "fill":
      return alwaysBreaks(doc.first) || doc.rest.some((part) => part.some(alwaysBreaks));
  }
}

/** The text that a document starts with, up to where it could break. */
export function leadingText(doc: Doc): string {
  if (typeof doc === "string") return doc;
  if (isList(doc)) return doc.map(leadingText).find((text) => text !== "") ?? "";
  if (doc.kind === "line") return "";
  return leadingText(doc.kind === "fill" ? doc.first : doc.content);
}

/** A document still to be written: how far it is indented, and whether its lines stay flat. */
interface Task {
  readonly depth: number;
  readonly flat: boolean;
  readonly doc: Doc | Gap;
}

/** A separator of a fill, with the part behind it that has to fit too. */
interface Gap {
  readonly kind: "gap";
  readonly separator: Doc;
  readonly part: Doc;
}

/** Writes a document in lines of at most `width` columns where its breaks allow; two spaces a level. */
export function layOut(document: Doc, width: number): string {
  const output: string[] = [];
  const tasks: Task[] = [{ depth: 0, flat: false, doc: document }];
  let column = 0;
  // Written with the first text of a line, so that blank lines stay blank.
  let indentation = "";

  function write(text: string): void {
    if (text === "") return;
    output.push(indentation, text);
    indentation = "";
    column += text.length;
  }

  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { depth, flat, doc } = task;
    if (typeof doc === "string") write(doc);
    else if (isList(doc)) for (const part of doc.toReversed()) tasks.push({ depth, flat, doc: part });
    else if (doc.kind === "indent") tasks.push({ depth: depth + 1, flat, doc: doc.content });
    else if (doc.kind === "group") {
      const stays = !doc.broken && (flat || fits(doc.content, width - column, tasks));
      tasks.push({ depth, flat: stays, doc: doc.content });
    } else if (doc.kind === "fill") {
      for (const [separator, part] of doc.rest.toReversed()) {
        tasks.push({ depth, flat, doc: part }, { depth, flat, doc: { kind: "gap", separator, part } });
      }
      tasks.push({ depth, flat, doc: doc.first });
    } else if (doc.kind === "gap") {
      // The part itself is the next task: what follows it starts one below.
      const stays = flat || fits([doc.separator, doc.part], width - column, tasks.slice(-lookBehind, -1));
      tasks.push({ depth, flat: stays, doc: doc.separator });
    } else if (flat && doc.flat !== null) write(doc.flat);
    else {
      output.push("\n");
      indentation = "  ".repeat(depth);
      column = indentation.length;
    }
  }
  return output.join("");
}

/** How many of the waiting tasks are looked at: enough for the brackets that can close behind a part. */
const lookBehind = 512;

/** Whether `content`, flat, and what is certain to follow it on its line fit into `room` columns. */
function fits(content: Doc, room: number, waiting: readonly Task[]): boolean {
  const stack: Omit<Task, "depth">[] = [{ flat: true, doc: content }];
  let left = room;
  let next = waiting.length;
  while (left >= 0) {
    const task = stack.pop() ?? waiting[--next];
    if (task === undefined) return true;
    const { flat, doc } = task;
    if (typeof doc === "string") left -= doc.length;
    else if (isList(doc)) for (const part of doc.toReversed()) stack.push({ flat, doc: part });
    else if (doc.kind === "indent") stack.push({ flat, doc: doc.content });
    else if (doc.kind === "group") stack.push({ flat: flat && !doc.broken, doc: doc.content });
    else if (doc.kind === "gap") stack.push({ flat, doc: doc.separator });
    else if (doc.kind === "fill") {
      for (const [separator, part] of doc.rest.toReversed())
        stack.push({ flat, doc: part }, { flat, doc: separator });
      stack.push({ flat, doc: doc.first });
    } else if (!flat || doc.flat === null) return true;
    else left -= doc.flat.length;
  }
  return false;
}
