import { defineDataSource } from "../data-source.ts";

export const csv = defineDataSource({
  name: "csv",
  doc: "A table of text, packed (.gz) or not. Columns of numbers are numeric, others are categories; fields are made of columns: `features x: [age, income]`, `target y: price`.",
  source: "RFC 4180",
  options: {
    path: {
      type: "text",
      doc: "The file, looked up in the data folders and then beside the spec; `.gz` may be left out.",
    },
    header: { type: "boolean", default: true, doc: "Whether the first line names the columns." },
    columns: {
      type: "words",
      default: null,
      doc: "Names of the columns, in place of the header's; without either they are c1, c2, …",
    },
    skip: {
      type: "integer",
      min: 0,
      default: 0,
      doc: "Lines to leave out before the header or the first row.",
    },
    delimiter: { type: "text", default: ",", doc: "What stands between cells." },
    comment: { type: "text", default: null, doc: "Lines that begin with this are left out." },
    quote: { type: "text", default: '"', doc: "What surrounds a cell that contains the delimiter." },
    missing: {
      type: "words",
      default: ["", "NA", "NaN", "nan", "?", "null"],
      doc: "Cells that mean that a value is missing.",
    },
    seed: { type: "integer", min: 0, default: 0, doc: "Of the split into parts." },
  },
  positional: ["path"],
  refuses({ path, delimiter, comment, quote }) {
    if (path === "") return "the name of the file is empty";
    if (delimiter === "") return "`delimiter` is empty; columns are told apart by it";
    if (comment === "") return "`comment` is empty, and every line begins with that";
    return quote.length === 1 ? null : "`quote` is one character";
  },
  fields: "columns",
  ownTest: false,
});
