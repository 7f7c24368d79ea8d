/**
 * Makes one scalar kernel of two that differ in constants only, or in a factor or a term that one of them lacks:
 * the constants become inputs, a missing factor is 1 and a missing term has factor 0. Decay exclusion is data
 * this way, not code (rules F-21, F-30).
 */
import type { ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";

/** What an operand of the template stands for in one segment: an input of the segment's own kernel, or a number. */
export type Binding = { readonly input: number } | { readonly number: number };

/** Comparisons for each operation. One that matches needs a few; one that does not may have 2ⁿ ways to fail. */
const PATIENCE = 32;

/** Where in the template a number may be put: an operand, an input or a constant, that is the same for all cells. */
export type IsScalar = (operand: number) => boolean;

/**
 * The bindings of the template's inputs and constants, by operand, under which it computes what `kernel` does;
 * null where there are none, or none that is found soon.
 * @param isScalar which operands of the template hold one number for the whole tensor
 */
export function unify(
  template: ScalarKernel,
  kernel: ScalarKernel,
  isScalar: IsScalar,
): ReadonlyMap<number, Binding> | null {
  if (template.results.length !== kernel.results.length) return null;
  const bindings = new Map<number, Binding>();
  /** Operands of the template, each with the operand of the kernel that it was found to compute. */
  const matched = new Map<number, number>();
  /** What takes back each entry of the two, in the order in which they were made. */
  const undo: (() => void)[] = [];
  let comparisons = PATIENCE * (template.operations.length + kernel.operations.length);

  const bind = (operand: number, binding: Binding): boolean => {
    const known = bindings.get(operand);
    if (known !== undefined) return sameBinding(known, binding);
    bindings.set(operand, binding);
    undo.push(() => bindings.delete(operand));
    return true;
  };
  /** Undoes what a failed attempt has bound. */
  const attempt = (match: () => boolean): boolean => {
    const before = undo.length;
    if (match()) return true;
    while (undo.length > before) undo.pop()!();
    return false;
  };
  const same = (t: number, k: number): boolean => {
    if (matched.get(t) === k) return true;
    if (comparisons-- <= 0) return false;
    if (!attempt(() => alike(t, k)) && !attempt(() => neutral(t, k))) return false;
    const known = matched.get(t);
    matched.set(t, k);
    undo.push(() => (known === undefined ? matched.delete(t) : matched.set(t, known)));
    return true;
  };
  const alike = (t: number, k: number): boolean => {
    const a = operationOf(template, t);
    const b = operationOf(kernel, k);
    if (a === null || a.op === "constant") {
      if (b === null) return bind(t, { input: k });
      return b.op === "constant" && (a === null ? isScalar(t) : true) && bind(t, { number: b.value });
    }
    return b !== null && a.op === b.op && a.args.every((arg, i) => same(arg, b.args[i]!));
  };
  /** The template multiplies by, or adds a multiple of, something that this kernel does without. */
  const neutral = (t: number, k: number): boolean => {
    const a = operationOf(template, t);
    if (a === null) return false;
    if (a.op === "mul") {
      const [p, q] = a.args;
      return [[p, q] as const, [q, p] as const].some(([factor, rest]) =>
        attempt(() => isScalar(factor) && bind(factor, { number: 1 }) && same(rest, k)),
      );
    }
    if (a.op !== "add" && a.op !== "sub") return false;
    const product = operationOf(template, a.args[1]);
    if (product?.op !== "mul") return false;
    return product.args.some((factor) =>
      attempt(() => isScalar(factor) && bind(factor, { number: 0 }) && same(a.args[0], k)),
    );
  };

  const agree = template.results.every((result, i) => same(result, kernel.results[i]!));
  const complete = Array.from({ length: template.inputs }, (_, input) => input).every((input) =>
    bindings.has(input),
  );
  return agree && complete ? bindings : null;
}

export function operationOf(kernel: ScalarKernel, operand: number): ScalarOperation | null {
  return kernel.operations[operand - kernel.inputs] ?? null;
}

function sameBinding(a: Binding, b: Binding): boolean {
  return "input" in a ? "input" in b && a.input === b.input : "number" in b && a.number === b.number;
}
