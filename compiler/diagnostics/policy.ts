import { message } from "../../grammar/diagnostic.ts";
import { didYouMean, quoteAll } from "./did-you-mean.ts";

/** Rules: what they select, and what they say. */
export const policyMessages = {
  "unknown-technique": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `there is no technique \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation: "The reference lists every technique with its options and the places where it acts.",
  }),
  "misplaced-technique": message<{ technique: string; selected: string; belongs: string; example: string }>({
    severity: "error",
    message: ({ technique, selected, belongs }) =>
      `\`${technique}\` acts on ${belongs}, but \`${selected}\` selects none`,
    hint: ({ example }) => `write \`${example}\``,
    explanation:
      "Every technique acts at one kind of place: parameters (chosen by role, layer or name), activations (`after x`, `before x`), inputs, targets, outputs, all gradients, the update, or the run. It is legal only there.",
  }),
  "nothing-selected": message<{ selector: string; hint?: string }>({
    severity: "error",
    message: ({ selector }) => `\`${selector}\` selects nothing in this network`,
    hint: ({ hint }) => hint,
    explanation:
      "A rule that matches nothing would silently leave the network unregularized, so it is an error. Each selector of a rule has to match.",
  }),
  "place-without-path": message<{ place: string }>({
    severity: "error",
    message: ({ place }) => `\`${place}\` needs a layer or a name`,
    hint: ({ place }) => `for example \`${place} relu\` or \`${place} hidden\``,
    explanation: "`after x` is what x gives, `before x` what flows into x.",
  }),
  "before-a-group": message<{ selector: string }>({
    severity: "error",
    message: ({ selector }) =>
      `\`${selector}\` selects a binding or a block, which may be entered at several places`,
    hint: () => "select its first layer, or write `after` with what comes before it",
    explanation: "`before` takes layers: what flows into a whole block may be read at several places of it.",
  }),
  "unknown-predicate": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `nothing selected here has a \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "A predicate compares a number of what is selected: `rank` and `size` of a parameter or value, `depth` (layers with weights from the input on), `copy` (number within a `repeat`), or a numeric option of the layer such as `units`.",
  }),
  "circular-policy": message<{ cycle: readonly string[] }>({
    severity: "error",
    message: ({ cycle }) =>
      cycle.length === 2
        ? `the policy \`${cycle[0]}\` extends itself`
        : `policies extend each other: ${cycle.join(" → ")}`,
    explanation: "A policy begins with the rules of its bases. A circle has no beginning.",
  }),
  "too-many-policies": message<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `more than ${limit} policies come together here`,
    hint: () => "let policies extend a common base once",
    explanation:
      "Checking a spec is bounded in time and memory. Policies that extend others twice multiply quickly.",
  }),
  "unexpected-clause-part": message<{ name: string; part: string }>({
    severity: "error",
    message: ({ name, part }) => `\`${name}\` takes no ${part}`,
    hint: ({ name }) => `a technique is written \`${name} 0.1\` or \`${name}(option: value)\``,
    explanation:
      "A clause of a rule is a technique with its options; colons and braces belong to data and train blocks.",
  }),
  "shorthand-removed": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` stands for several techniques, which are taken away one by one`,
    hint: () => "write `l1 none; l2 none`",
    explanation:
      "A shorthand is replaced by what it stands for before rules are compared, so it is no property that could be taken away.",
  }),
  "conflicting-policies": message<{ parameter: string; property: string; uses: readonly string[] }>({
    severity: "error",
    message: ({ parameter, property, uses }) =>
      `\`${parameter}\` is shared by ${quoteAll(uses)}, which set \`${property}\` differently`,
    hint: ({ parameter, property }) => `set it once: \`${parameter} { ${property} … }\``,
    explanation:
      "A shared variable is penalised once, however often it is used (N-14). Rules that reach it through different uses and disagree leave its strength ambiguous (L-30).",
  }),
  "rules-reach-too-much": message<{ limit: number }>({
    severity: "error",
    message: ({ limit }) =>
      `up to this rule, the rules set properties of more than ${limit} parameters and places in all`,
    hint: () => "leave out rules that others override",
    explanation:
      "Every rule is weighed against every other on each parameter and place that it reaches. A check is bounded in time and memory, so there is a limit to how many such meetings there may be.",
  }),
  "technique-refuses-shape": message<{ technique: string; place: string; problem: string }>({
    severity: "error",
    message: ({ technique, place, problem }) => `\`${technique}\` cannot act on \`${place}\`: ${problem}`,
    explanation: "The technique needs another shape than what this selector chooses. Select more narrowly.",
  }),
  "target-without-classes": message<{ technique: string; loss: string }>({
    severity: "error",
    message: ({ technique, loss }) =>
      `\`${technique}\` softens classes, but \`${loss}\` compares plain numbers`,
    hint: () => "remove it, or use a loss over classes such as `cross_entropy`",
    explanation: "Techniques on the target act on distributions over classes or on yes-or-no answers.",
  }),
  "inline-technique": message<{ technique: string; place: string }>({
    severity: "note",
    message: ({ technique, place }) =>
      `\`${technique}\` in a network is a rule of a policy: \`${place} { ${technique} … }\``,
    hint: () => "a policy can change it, or take it away with `none`",
    explanation:
      "A network says what is computed and never mentions regularization. For those who bring a network from elsewhere, a technique written into a pipe is accepted and means a rule on that place, weaker than any rule that names the place.",
  }),
};
