import { type Diagnostic, hasErrors } from "../../grammar/diagnostic.ts";
import { parse } from "../../grammar/parse.ts";
import { Source } from "../../grammar/source.ts";
import type { ImportDeclaration, SpecFile } from "../../grammar/syntax.ts";
import { Collector } from "../diagnostics/collector.ts";
import { resolveImport } from "./resolve-import.ts";

/** Where files come from. Paths are relative to the project folder, with forward slashes. */
export interface SpecHost {
  /** The text of a file, or null when there is none. */
  readonly read: (path: string) => string | null | Promise<string | null>;
}

export interface LoadedFile {
  readonly path: string;
  readonly source: Source;
  readonly tree: SpecFile;
  /** Each import with the path it resolved to; imports that failed are left out. */
  readonly imports: readonly { readonly declaration: ImportDeclaration; readonly path: string }[];
}

/** A spec with everything it imports. */
export interface LoadedSpec {
  /** The file that was asked for. */
  readonly root: string;
  /** By path, each file after those it imports. */
  readonly files: ReadonlyMap<string, LoadedFile>;
  /** What the parser and the imports had to say. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The most files of one spec. */
const fileLimit = 256;

/** Reads and parses a spec and what it imports. Mistakes are collected, never thrown; only `host.read` may throw. */
export async function loadSpec(path: string, host: SpecHost): Promise<LoadedSpec> {
  const files = new Map<string, LoadedFile>();
  const faults = new Collector();
  const begun = new Set<string>();

  async function load(path: string, ancestors: readonly string[], from: ImportDeclaration | null) {
    const text = await host.read(path);
    if (text === null) {
      if (from === null) faults.report("spec-not-found", { path }, null);
      else faults.report("import-not-found", { path: from.path.value, resolved: path }, from.path.span);
      return;
    }
    begun.add(path);
    const source = new Source(path, text);
    const { tree, diagnostics } = parse(source);
    faults.diagnostics.push(...diagnostics);
    const imports: { declaration: ImportDeclaration; path: string }[] = [];
    for (const declaration of tree.declarations) {
      if (declaration.kind !== "import") continue;
      const target = await follow(declaration, path, [...ancestors, path]);
      if (target !== null) imports.push({ declaration, path: target });
    }
    files.set(path, { path, source, tree, imports });
  }

  async function follow(declaration: ImportDeclaration, importer: string, chain: readonly string[]) {
    const { value, span } = declaration.path;
    const target = resolveImport(importer, value);
    if (target === null) return faults.report("import-outside-project", { path: value }, span) ?? null;
    const start = chain.indexOf(target);
    if (start !== -1) {
      return faults.report("circular-import", { cycle: [...chain.slice(start), target] }, span) ?? null;
    }
    if (!begun.has(target)) {
      if (begun.size >= fileLimit)
        return faults.report("too-many-imports", { limit: fileLimit }, span) ?? null;
      await load(target, chain, declaration);
    }
    return files.has(target) ? target : null;
  }

  await load(path, [], null);
  return { root: path, files, diagnostics: faults.diagnostics };
}

/** Whether the text itself could be read, so that checking what it means makes sense. */
export function isReadable(spec: LoadedSpec): boolean {
  return spec.files.has(spec.root) && !hasErrors(spec.diagnostics);
}
