import { message } from "../../grammar/diagnostic.ts";

/** Faults of IDX files: the format of MNIST and its successors. */
export const idxMessages = {
  "idx-wrong-magic": message<{ name: string; found: string }>({
    severity: "error",
    message: ({ name, found }) =>
      `\`${name}\` is no IDX file: it should start with the bytes 00 00 08 and a number of dimensions, and starts with ${found}`,
    explanation:
      "An IDX file starts with two zero bytes, the type of its elements (08: unsigned bytes) and the number of its dimensions. Something else was downloaded under this name, often a web page that reports an error.",
  }),
  "idx-element-type": message<{ name: string; found: string }>({
    severity: "error",
    message: ({ name, found }) => `\`${name}\` holds ${found}; only IDX files of unsigned bytes are read`,
    explanation: "IDX can hold other types than bytes, but no published data set of images uses them.",
  }),
  "idx-wrong-length": message<{ name: string; shape: readonly number[]; expected: number; found: number }>({
    severity: "error",
    message: ({ name, shape, expected, found }) =>
      shape.length === 0
        ? `\`${name}\` ends inside its header: ${expected} bytes were expected, and there are ${found}`
        : `\`${name}\` announces ${shape.join(" x ")} elements, ${expected} bytes with its header, and has ${found}`,
    hint: ({ expected, found }) =>
      found < expected ? "the file was cut short: fetch it again" : "something was appended to the file",
    explanation:
      "The header of an IDX file says how many elements follow. A file of another length was cut short or is not what it says.",
  }),
  "idx-wrong-rank": message<{ name: string; expected: string; found: number }>({
    severity: "error",
    message: ({ name, expected, found }) => `\`${name}\` has ${found} dimensions; ${expected}`,
    explanation:
      "Labels have one dimension; images have three (count, height, width) or four (with channels at the end). Image and label files may have been exchanged.",
  }),
  "idx-counts-disagree": message<{ images: string; imageCount: number; labels: string; labelCount: number }>({
    severity: "error",
    message: ({ images, imageCount, labels, labelCount }) =>
      `\`${images}\` has ${imageCount} images but \`${labels}\` has ${labelCount} labels`,
    hint: () => "the files belong to different data sets or parts: fetch both again",
    explanation: "Image number i belongs to label number i, so both files must hold equally many.",
  }),
  "idx-shapes-disagree": message<{ train: string; test: string; first: string; second: string }>({
    severity: "error",
    message: ({ train, test, first, second }) =>
      `the images of \`${train}\` are ${first} but those of \`${test}\` are ${second}`,
    explanation: "A network has one input size; training and test images must agree in theirs.",
  }),
};
