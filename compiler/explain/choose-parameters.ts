import type { Parameter } from "../ir/model.ts";

/** The parameter of this id; else those whose path begins with it, whole names at a time. */
export function chooseParameters(parameters: readonly Parameter[], name: string): readonly Parameter[] {
  const exact = parameters.filter(({ id }) => id === name);
  return exact.length > 0
    ? exact
    : parameters.filter(({ id }) => id.startsWith(`${name.replace(/\.$/, "")}.`));
}

/** Everything that would have chosen something: ids and the paths above them. */
export function choosableNames(parameters: readonly Parameter[]): readonly string[] {
  const names = parameters.flatMap(({ id }) => {
    const parts = id.split(".");
    return parts.map((_, index) => parts.slice(0, index + 1).join("."));
  });
  return [...new Set(names)];
}
