import type { Span } from "../../../grammar/source.ts";
import type { Identifier, InputStatement, Path, TensorTypeSyntax } from "../../../grammar/syntax.ts";
import { limits } from "../../ir/limits.ts";
import type { FieldDType, FieldType } from "../../ir/model.ts";
import { kindNames } from "../bind-names.ts";
import { show } from "../constant.ts";
import { evaluateConstant } from "../evaluate-constant.ts";
import { lookup, type Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { type DataFields, noData } from "./data-fields.ts";
import { formatType } from "./format-type.ts";

export interface ReadInput {
  readonly type: FieldType;
  /** The data field that feeds it. */
  readonly field: string;
}

/** A network's input: of a written type, of a data field's, or of that of the field with its name. */
export function readInput(
  statement: InputStatement,
  scope: Scope,
  fields: DataFields,
  session: Session,
): ReadInput | undefined {
  const { name, type } = statement;
  if (type?.kind === "path") return inputOfField(type, scope, fields, session);
  const field = name.text;
  if (type === undefined) {
    if (fields.types?.has(field)) return fieldOf(field, fields, name.span, session);
    // Without data the type is not known yet; with data, no field has this name.
    if (fields.types === null) return undefined;
    return session.faults.report("untyped-input", { name: field }, name.span);
  }
  const declared = readTensorType(type, scope, session);
  if (declared === undefined) return undefined;
  if (fields.types === null) return { type: declared, field };
  const given = fieldOf(field, fields, name.span, session);
  if (given === undefined || formatType(declared) === formatType(given.type)) return given;
  return session.faults.report(
    "input-type-mismatch",
    {
      name: field,
      declared: formatType(declared),
      given: formatType(given.type),
      giver: `the data \`${fields.name}\``,
    },
    type.span,
  );
}

/** `f32[28, 28, 1]` */
export function readTensorType(
  syntax: TensorTypeSyntax,
  scope: Scope,
  session: Session,
): FieldType | undefined {
  const dtype = readDType(syntax.dtype, session);
  const shape = syntax.dimensions.map((dimension) => {
    const value = evaluateConstant(dimension, scope, session);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value <= limits.elements) {
      return value;
    }
    return session.faults.report("bad-dimension", { found: `\`${show(value)}\`` }, dimension.span);
  });
  const known = shape.filter((dimension) => dimension !== undefined);
  return dtype === undefined || known.length < shape.length ? undefined : { shape: known, dtype };
}

const dtypes: readonly FieldDType[] = ["f32", "i32"];

function readDType(name: Identifier, session: Session): FieldDType | undefined {
  const dtype = dtypes.find((known) => known === name.text);
  return dtype ?? session.faults.report("unknown-type", { name: name.text, known: dtypes }, name.span);
}

/** `houses.x` */
function inputOfField(path: Path, scope: Scope, fields: DataFields, session: Session): ReadInput | undefined {
  const { faults } = session;
  const [data, ...rest] = path.parts;
  const bound = lookup(scope, data!.text);
  if (bound === undefined) {
    const known = [...scope.file.names].filter(([, other]) => other.declaration.kind === "data");
    const slots = { what: "data", name: data!.text, known: known.map(([name]) => name) };
    return faults.report("unknown-name", slots, data!.span);
  }
  if (bound.declaration.kind !== "data") {
    const found = kindNames[bound.declaration.kind];
    return faults.report("wrong-kind", { name: data!.text, found, expected: "data" }, data!.span);
  }
  if (fields === noData) return undefined;
  if (bound.declaration !== fields.declaration) {
    return faults.report("other-data", { name: data!.text, used: fields.name }, path.span);
  }
  return fieldOf(rest.map(({ text }) => text).join("."), fields, path.span, session);
}

/** A field of features, with its type; undefined where the data is not known. */
function fieldOf(name: string, fields: DataFields, span: Span, session: Session): ReadInput | undefined {
  const { types, targets } = fields;
  if (types === null) return undefined;
  const found = types.get(name);
  const data = fields.name;
  const known = [...types.keys()].filter((other) => !targets.has(other));
  if (found === undefined) return session.faults.report("unknown-field", { data, name, known }, span);
  if (targets.has(name)) return session.faults.report("input-of-target", { data, name, known }, span);
  return { type: { shape: found.shape, dtype: found.dtype }, field: name };
}
