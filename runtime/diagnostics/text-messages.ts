import { message } from "../../grammar/diagnostic.ts";

/** Faults of texts that are read character by character. */
export const textMessages = {
  "text-not-utf8": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is not text in UTF-8`,
    hint: () => "save it as UTF-8; a compressed file ends in `.gz`",
    explanation: "Characters are Unicode code points, and UTF-8 says which bytes make one.",
  }),
  "text-too-short": message<{ name: string; found: number; needed: number }>({
    severity: "error",
    message: ({ name, found, needed }) =>
      `\`${name}\` has ${found} ${found === 1 ? "character" : "characters"}, and one window takes ${needed}`,
    hint: () => "shorten the windows: `text(path, length: …)`",
    explanation:
      "An example is a window of `length` characters, and for training the one that follows it. A text that is shorter gives none.",
  }),
  "text-shorter-than-window": message<{ name: string; characters: number; needed: number }>({
    severity: "error",
    message: ({ name, characters, needed }) =>
      `\`${name}\` has ${characters} ${characters === 1 ? "character" : "characters"}, and this network reads ${needed} at once`,
    hint: () => "give it a longer text; a network that reads forwards alone takes a short one too",
    explanation:
      "What this network says of a character depends on those behind it, so a window has to be full. Recurrent layers and `attention(causal: true)` read forwards alone; pooling, `flatten` and attention without a mask do not.",
  }),
  "text-windows-too-large": message<{ name: string; count: number; length: number; stride: number }>({
    severity: "error",
    message: ({ name, count, length, stride }) =>
      `\`${name}\` gives ${count} windows of ${length} characters, one every ${stride}: more than memory is planned for`,
    hint: () => "make `stride` greater, so that windows overlap less",
    explanation: "Windows are held in memory, two billion characters of them at most.",
  }),
  "character-not-in-vocabulary": message<{ name: string; line: number; character: string; point: string }>({
    severity: "error",
    message: ({ name, line, character, point }) =>
      `\`${name}\`, line ${line}: the network was trained without the character ${character} (${point})`,
    hint: () => "take it out of the file, or train on a text that holds it",
    explanation:
      "The vocabulary is that of the text the network was trained on. A character that it lacks has no index, and no row of an embedding.",
  }),
};
