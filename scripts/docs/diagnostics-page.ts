import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { MessageDefinition } from "../../grammar/index.ts";
import { catalogues } from "./catalogues.ts";
import { GENERATED } from "./generated-notice.ts";

const root = join(import.meta.dirname, "../..");

/** Every code with its severity, its explanation and, where a test has a sample of it, how it looks. */
export function diagnosticsPage(): string {
  const examples = readExamples();
  const sections = catalogues.map(({ title, catalogue }) =>
    [
      `## ${title}`,
      ...Object.entries<MessageDefinition<never>>(catalogue).map(([code, definition]) =>
        describeCode(code, definition, examples.get(code)),
      ),
    ].join("\n\n"),
  );
  const introduction = [
    "# Diagnostics",
    GENERATED,
    "Everything regnet can say about a spec, a model document, data or a run. A code is stable: scripts may rely on it. Errors stop what was asked for, warnings and notes do not. `regnet check --json` prints diagnostics as records of `schema/diagnostics.schema.json`.",
  ];
  return `${[...introduction, ...sections].join("\n\n")}\n`;
}

function describeCode(
  code: string,
  definition: MessageDefinition<never>,
  example: Example | undefined,
): string {
  const parts = [`### ${code}`, `*${definition.severity}* — ${definition.explanation}`];
  if (example?.source !== undefined) parts.push(fence("regnet", example.source));
  if (example !== undefined) parts.push(fence("text", example.rendered));
  return parts.join("\n\n");
}

interface Example {
  readonly rendered: string;
  readonly source: string | undefined;
}

/** Longer specs than this are no illustration; the rendered excerpt is enough. */
const FEW_LINES = 12;

/** The samples of the tests: `faults/<code>.txt` is what a reader is told, of the spec beside it if there is one. */
function readExamples(): ReadonlyMap<string, Example> {
  const files = globSync("test/**/faults/*.txt", { cwd: root });
  return new Map(
    files.map((file) => {
      const code = basename(file, ".txt");
      const spec = join(root, file.replace(/\.txt$/, ".regnet"));
      const source = existsSync(spec) ? readFileSync(spec, "utf8").trimEnd() : undefined;
      const isShort = source !== undefined && source.split("\n").length <= FEW_LINES;
      const rendered = firstOf(code, readFileSync(join(root, file), "utf8"));
      return [code, { rendered, source: isShort ? source : undefined }];
    }),
  );
}

/** A sample may show several diagnostics, separated by empty lines; the first of the code is shown. */
function firstOf(code: string, rendered: string): string {
  const blocks = rendered.trimEnd().split(/\n\n(?=(?:error|warning|note)\[)/);
  return (blocks.find((block) => block.includes(`[${code}]`)) ?? rendered)
    .split("\n")
    .filter((line) => !line.includes("= docs: "))
    .join("\n");
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
