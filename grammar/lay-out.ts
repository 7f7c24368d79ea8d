import { alwaysBreaks, type Doc, isList } from "./document.ts";

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
    if (typeof doc === "string") {
      write(doc);
      continue;
    }
    if (isList(doc)) {
      for (const part of doc.toReversed()) tasks.push({ depth, flat, doc: part });
      continue;
    }
    switch (doc.kind) {
      case "line-end":
        write(doc.text);
        break;
      case "indent":
        tasks.push({ depth: depth + 1, flat, doc: doc.content });
        break;
      case "group": {
        const stays = !doc.broken && (flat || fits(doc.content, width - column, tasks, tasks.length));
        tasks.push({ depth, flat: stays, doc: doc.content });
        break;
      }
      case "fill":
        for (const [separator, part] of doc.rest.toReversed()) {
          tasks.push({ depth, flat, doc: part }, { depth, flat, doc: { kind: "gap", separator, part } });
        }
        tasks.push({ depth, flat, doc: doc.first });
        break;
      case "gap": {
        // The part itself is the next task: what follows it starts one below. A part that breaks anyway starts on
        // a line of its own, as it did when it was broken for want of room: laying out again changes nothing.
        const both = [doc.separator, doc.part];
        const stays =
          flat || (!alwaysBreaks(doc.part) && fits(both, width - column, tasks, tasks.length - 1));
        tasks.push({ depth, flat: stays, doc: doc.separator });
        break;
      }
      case "line":
        if (flat && doc.flat !== null) {
          write(doc.flat);
          break;
        }
        output.push("\n");
        indentation = "  ".repeat(depth);
        column = indentation.length;
    }
  }
  return output.join("");
}

/** Whether `content`, flat, and what is certain to follow it on its line fit into `room` columns. */
function fits(content: Doc, room: number, waiting: readonly Task[], waitingCount: number): boolean {
  const stack: Omit<Task, "depth">[] = [{ flat: true, doc: content }];
  let left = room;
  let next = waitingCount;
  while (left >= 0) {
    const task = stack.pop() ?? waiting[--next];
    if (task === undefined) return true;
    const { flat, doc } = task;
    if (typeof doc === "string") {
      left -= doc.length;
      continue;
    }
    if (isList(doc)) {
      for (const part of doc.toReversed()) stack.push({ flat, doc: part });
      continue;
    }
    switch (doc.kind) {
      case "line-end":
        break;
      case "indent":
        stack.push({ flat, doc: doc.content });
        break;
      case "group":
        stack.push({ flat: flat && !doc.broken, doc: doc.content });
        break;
      case "gap":
        stack.push({ flat, doc: doc.separator });
        break;
      case "fill":
        for (const part of doc.rest.toReversed().flatMap(([separator, doc]) => [doc, separator]))
          stack.push({ flat, doc: part });
        stack.push({ flat, doc: doc.first });
        break;
      case "line":
        if (!flat || doc.flat === null) return true;
        left -= doc.flat.length;
    }
  }
  return false;
}
