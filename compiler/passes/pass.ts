/** What a pass is: a pure function from program to program that says what it did. */
import type { Program } from "../program/program.ts";
import type { Note } from "./note.ts";

export interface PassResult {
  readonly program: Program;
  readonly notes: readonly Note[];
}

export interface Pass {
  /** Kebab-case verb; how options and notes name it. */
  readonly name: string;
  /** Why it exists and why it stands where it stands, in one sentence. */
  readonly reason: string;
  readonly run: (program: Program) => PassResult;
}

/** Collects one pass's notes; equal notes are kept once. */
export class NoteTaker {
  private readonly taken = new Map<string, Note>();

  constructor(private readonly pass: string) {}

  take(kind: Note["kind"], origin: string, text: string): void {
    this.taken.set(`${kind} ${origin} ${text}`, { pass: this.pass, kind, origin, text });
  }

  get notes(): readonly Note[] {
    return [...this.taken.values()];
  }
}
