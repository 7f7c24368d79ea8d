import { defineDataSource } from "../data-source.ts";

export const idx = defineDataSource({
  name: "idx",
  doc: "A folder with the four IDX files of MNIST, Fashion-MNIST and their kin, packed (.gz) or not. It makes the fields `image` and `label`, and brings its own test part.",
  source: "the IDX format (LeCun, Cortes & Burges, MNIST)",
  options: {
    path: { type: "text", doc: "The folder, looked up in the data folders and then beside the spec." },
  },
  positional: ["path"],
  fields: [
    { name: "image", role: "features", kind: "image" },
    { name: "label", role: "target", kind: "label" },
  ],
  ownTest: true,
});
