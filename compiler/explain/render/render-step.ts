import type { Style } from "../../../grammar/render.ts";
import type { PassSummary, PlanSummary, Stage } from "../explanation.ts";
import { labelled } from "./layout.ts";
import { plural, writeBytes } from "./write-number.ts";

/** The stages, numbered as in 0.5; a gap in the numbers is a stage that this model does not have. */
export function renderStages(stages: readonly Stage[], style: Style): readonly string[] {
  return [
    style.strong("One training step"),
    ...stages.flatMap(({ number, text }) =>
      labelled({ indent: 2, label: String(number).padStart(2), width: 2 }, text, style.faint),
    ),
  ];
}

export function renderPasses(passes: readonly PassSummary[], style: Style): readonly string[] {
  const words = { rewrote: "fused", refused: "refused", info: "note" };
  const paints = { rewrote: style.note, refused: style.warning, info: style.faint };
  return [
    style.strong("Passes"),
    ...passes.flatMap(({ pass, notes }) => [
      `  ${pass}`,
      ...notes.flatMap(({ kind, text, count }) =>
        labelled(
          { indent: 4, label: words[kind], width: 7 },
          count === 1 ? text : `${count} times: ${text}`,
          paints[kind],
        ),
      ),
    ]),
  ];
}

export function renderPlan(plan: PlanSummary | null, style: Style): readonly string[] {
  if (plan === null) return [style.strong("Kernels"), "  the backend cannot run this step"];
  const { backend, batch, calls, kernels, peakBytes } = plan;
  const row = (label: string, text: string) => labelled({ indent: 2, label, width: 4 }, text, style.faint);
  const list = (via: "tfjs" | "host") =>
    kernels
      .filter((kernel) => kernel.via === via)
      .map((kernel) => `${kernel.name} ${kernel.calls}`)
      .join(", ") || "none";
  return [
    style.strong("Kernels"),
    `  ${plural(calls, "call")} a step on ${backend} for batches of ${batch}; tensors take ${writeBytes(peakBytes)} at most`,
    ...row("tfjs", list("tfjs")),
    ...row("own", list("host")),
  ];
}
