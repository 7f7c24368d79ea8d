/** The process of one subject: `node host.ts <subject> <task>`. Requests come line by line, and are answered so. */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { readFixture } from "../workloads/fixture.ts";
import { reasonOf } from "./failure.ts";
import { Measure } from "./measure.ts";
import { ANSWER_CHANNEL, type Answers, type Request } from "./protocol.ts";
import type { SubjectModule } from "./subject.ts";
import { versionOf } from "./versions.ts";

const [name = "", task = ""] = process.argv.slice(2);
let measure: Measure | null = null;

async function prepare({
  folder,
  settings,
}: Extract<Request, { do: "prepare" }>): Promise<Answers["prepare"]> {
  const module = (await import(`./${name}/${task}.ts`)) as SubjectModule;
  const fixture = folder === null ? { weights: {}, batches: [] } : await readFixture(folder);
  const subject = await module.prepare(fixture, settings);
  measure = new Measure(subject, Math.max(1, fixture.batches.length));
  return { version: await versionOf(name) };
}

async function answer(request: Request): Promise<Answers[keyof Answers]> {
  if (request.do === "prepare") return prepare(request);
  if (measure === null) throw new Error("nothing was prepared");
  switch (request.do) {
    case "values":
      return { values: await measure.values(request.steps) };
    case "warm":
      return measure.warm(request.milliseconds);
    case "slice":
      return measure.slice(request.milliseconds);
    case "memory": {
      const unknown = { peakBytes: null, minimumBytes: null, heapBytes: null };
      const use = (await measure.subject.memory?.()) ?? unknown;
      // maxRSS is in kibibytes.
      return { ...use, residentBytes: 1024 * process.resourceUsage().maxRSS };
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await answer(JSON.parse(line) as Request).then(
    (result) => ({ ok: true, ...result }),
    (error: unknown) => ({ ok: false, reason: reasonOf(error) }),
  );
  writeSync(ANSWER_CHANNEL, `${JSON.stringify(said)}\n`);
}
// Workers of some systems would keep the process alive.
process.exit(0);
