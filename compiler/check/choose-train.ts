import type { TrainDeclaration } from "../../grammar/syntax.ts";
import type { FileScope } from "./bind-names.ts";
import type { Session } from "./session.ts";

/** The train block that is asked for, or the only one; null when there is none, or none could be chosen. */
export function chooseTrain(
  root: FileScope,
  wanted: string | undefined,
  { faults }: Session,
): TrainDeclaration | null {
  const { trains } = root;
  const names = trains.map(({ name }) => name.text);
  if (wanted !== undefined) {
    const train = trains.find(({ name }) => name.text === wanted);
    return train ?? faults.report("no-train", { name: wanted, known: names }, null) ?? null;
  }
  if (trains.length <= 1) return trains[0] ?? null;
  const [first, ...others] = trains;
  const labels = others.map(({ name }) => ({ span: name.span, text: "another one" }));
  return faults.report("several-trains", { names }, first!.name.span, labels) ?? null;
}
