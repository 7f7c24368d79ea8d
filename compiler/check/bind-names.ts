import type {
  DataDeclaration,
  Declaration,
  Identifier,
  NetworkDeclaration,
  ParamDeclaration,
  PolicyDeclaration,
  TrainDeclaration,
} from "../../grammar/syntax.ts";
import { layers } from "../definitions/layers/index.ts";
import type { Collector } from "../diagnostics/collector.ts";
import type { LoadedFile, LoadedSpec } from "./load-spec.ts";

export type NamedDeclaration = ParamDeclaration | NetworkDeclaration | PolicyDeclaration | DataDeclaration;

/** What one file can see. */
export interface FileScope {
  readonly file: string;
  readonly names: ReadonlyMap<string, Bound>;
  readonly trains: readonly TrainDeclaration[];
}

/** A declaration with the scope its own names are looked up in. */
export interface Bound {
  readonly declaration: NamedDeclaration;
  readonly scope: FileScope;
}

/** Gives every file its names: what it declares and what it imports. The first of two equal names stays. */
export function bindNames(spec: LoadedSpec, faults: Collector): ReadonlyMap<string, FileScope> {
  const scopes = new Map<string, FileScope>();
  const params = new Map<string, Identifier>();
  for (const file of spec.files.values()) scopes.set(file.path, bindFile(file, scopes, params, faults));
  return scopes;
}

function bindFile(
  { path, tree, imports }: LoadedFile,
  scopes: ReadonlyMap<string, FileScope>,
  params: Map<string, Identifier>,
  faults: Collector,
): FileScope {
  const names = new Map<string, Bound>();
  const places = new Map<string, Identifier>();
  const trains = new Map<string, TrainDeclaration>();
  const scope: FileScope = {
    file: path,
    names,
    get trains() {
      return [...trains.values()];
    },
  };

  function add(name: Identifier, bound: Bound): void {
    const earlier = places.get(name.text);
    if (earlier === undefined) {
      places.set(name.text, name);
      names.set(name.text, bound);
    } else if (names.get(name.text)?.declaration !== bound.declaration) duplicate(name, earlier, faults);
  }

  for (const declaration of tree.declarations) {
    if (declaration.kind === "import") continue;
    if (declaration.kind === "train") {
      const earlier = trains.get(declaration.name.text);
      if (earlier === undefined) trains.set(declaration.name.text, declaration);
      else duplicate(declaration.name, earlier.name, faults);
      continue;
    }
    const { name } = declaration;
    // Params are set from outside by name alone, so one name means one param in the whole spec.
    const elsewhere = declaration.kind === "param" ? params.get(name.text) : undefined;
    if (elsewhere !== undefined && !places.has(name.text)) duplicate(name, elsewhere, faults);
    if (declaration.kind === "param" && elsewhere === undefined) params.set(name.text, name);
    if (declaration.kind === "block" && Object.hasOwn(layers, name.text)) {
      faults.report("reserved-name", { name: name.text, meaning: "the name of a built-in layer" }, name.span);
    }
    add(name, { declaration, scope });
  }
  for (const { declaration, path: from } of imports) {
    const own = ownNames(scopes.get(from)!);
    const wanted =
      declaration.names ?? [...own.keys()].map((text) => ({ text, span: declaration.path.span }));
    for (const name of wanted) {
      const bound = own.get(name.text);
      if (bound !== undefined) add(name, bound);
      else
        faults.report("unknown-import", { name: name.text, path: from, known: [...own.keys()] }, name.span);
    }
  }
  return scope;
}

/** Imports are not passed on: a file gives what it declares itself. */
function ownNames(scope: FileScope): ReadonlyMap<string, Bound> {
  return new Map([...scope.names].filter(([, bound]) => bound.scope === scope));
}

function duplicate(name: Identifier, earlier: Identifier, faults: Collector): void {
  faults.report("duplicate-name", { name: name.text }, name.span, [
    { span: earlier.span, text: `\`${name.text}\` is already here` },
  ]);
}

/** How a kind of declaration is called in messages. */
export const kindNames: { readonly [K in Exclude<Declaration["kind"], "import">]: string } = {
  param: "a param",
  network: "a network",
  block: "a block",
  policy: "a policy",
  data: "data",
  train: "a train block",
};
