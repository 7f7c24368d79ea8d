import { defineDataSource } from "../data-source.ts";

export const text = defineDataSource({
  name: "text",
  doc: "A text, character by character, cut into windows. It makes the fields `tokens`, the characters of a window, and `next`, for each of them the one that follows: `i32[length]`, or `f32[length, vocabulary]` with `onehot`. The vocabulary is every character (Unicode code point) of the file, in order of its code; it is kept with the run. Parts are stretches of the text, training first, and no character stands in two of them.",
  source: "next-character prediction (Sutskever et al. 2011; Karpathy's char-rnn)",
  options: {
    path: {
      type: "text",
      doc: "The file, in UTF-8, looked up in the data folders and then beside the spec; `.gz` may be left out.",
    },
    length: { type: "integer", min: 1, default: 64, doc: "Characters of a window." },
    stride: {
      type: "integer",
      min: 1,
      default: null,
      doc: "Characters from the beginning of a window to that of the next; `length` unless said otherwise, so that an epoch reads the text once.",
    },
  },
  positional: ["path"],
  refuses: ({ path }) => (path === "" ? "the name of the file is empty" : null),
  fields: [
    { name: "tokens", role: "features", kind: "label" },
    { name: "next", role: "target", kind: "label" },
  ],
  ownTest: false,
});
