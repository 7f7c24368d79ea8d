import type { Identifier, InputStatement, Path, TensorTypeSyntax } from "../../../grammar/syntax.ts";
import { limits } from "../../ir/limits.ts";
import type { FieldDType, FieldType, LoadedField } from "../../ir/model.ts";
import { kindNames } from "../bind-names.ts";
import { show } from "../constant.ts";
import { evaluateConstant } from "../evaluate-constant.ts";
import { lookup, type Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { type DataFields, noData } from "./data-fields.ts";
import { formatType } from "./format-type.ts";

/** The type of a network's input: written, taken from a data field, or that of the field with its name. */
export function readInput(
  statement: InputStatement,
  scope: Scope,
  fields: DataFields,
  session: Session,
): FieldType | undefined {
  const { name, type } = statement;
  if (type?.kind === "path") return typeOfField(type, scope, fields, session);
  const field = fields.types?.get(name.text);
  if (type === undefined) {
    if (field !== undefined) return fieldType(field);
    // Without data the type is not known yet; with data, no field has this name.
    if (fields.types === null) return undefined;
    return session.faults.report("untyped-input", { name: name.text }, name.span);
  }
  const declared = readTensorType(type, scope, session);
  if (declared === undefined || fields.types === null) return declared;
  if (field === undefined) {
    const known = [...fields.types.keys()];
    return session.faults.report("unknown-field", { data: fields.name, name: name.text, known }, name.span);
  }
  if (formatType(declared) === formatType(field)) return declared;
  return session.faults.report(
    "input-type-mismatch",
    {
      name: name.text,
      declared: formatType(declared),
      given: formatType(field),
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
function typeOfField(path: Path, scope: Scope, fields: DataFields, session: Session): FieldType | undefined {
  const { faults } = session;
  const [data, field] = path.parts;
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
  if (fields.types === null) return undefined;
  const type = field === undefined ? undefined : fields.types.get(field.text);
  if (type !== undefined && path.parts.length === 2) return fieldType(type);
  const name = path.parts
    .slice(1)
    .map(({ text }) => text)
    .join(".");
  return faults.report(
    "unknown-field",
    { data: data!.text, name, known: [...fields.types.keys()] },
    path.span,
  );
}

function fieldType({ shape, dtype }: LoadedField): FieldType {
  return { shape, dtype };
}
