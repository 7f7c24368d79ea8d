import { message } from "../../grammar/diagnostic.ts";

/** Faults of finding, reading and unpacking data files, whatever their format. */
export const fileMessages = {
  "data-file-missing": message<{ name: string; looked: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `there is no data file \`${name}\``,
    hint: ({ looked }) =>
      looked.length === 0
        ? "no data folder was given: use `--data DIR` or the environment variable REGNET_DATA"
        : `looked for ${looked.map((path) => `\`${path}\``).join(", ")}; \`--data DIR\` or REGNET_DATA adds a folder`,
    explanation:
      "Names of data files are looked up in each folder of `--data`, then in REGNET_DATA, then in the spec's own folder, as written and with `.gz` appended.",
  }),
  "spec-unreadable": message<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `the spec \`${path}\` cannot be read: ${reason}`,
    explanation:
      "A spec is a text file in UTF-8. What another program saved in UTF-16, as some shells do when they redirect, has to be saved anew.",
  }),
  "source-without-file": message<{ source: string }>({
    severity: "error",
    message: ({ source }) => `\`${source}\` makes its examples itself: there is no file like it to read`,
    hint: () => "leave `--input` away: `--part` chooses a part of its own data",
    explanation:
      "New examples are read as the training data was. A source that reads no file gives no form to a file of new ones; the API predicts from arrays.",
  }),
  "data-file-outside": message<{ name: string; path: string; folders: readonly string[] }>({
    severity: "error",
    message: ({ name, path }) =>
      `the data file \`${name}\` is \`${path}\`, which lies outside the data folders`,
    hint: ({ folders }) =>
      folders.length === 0
        ? "no data folder was given: use `--data DIR`"
        : `the data folders are ${folders.map((folder) => `\`${folder}\``).join(", ")}; \`--data DIR\` adds one`,
    explanation:
      "A spec is data: it reads nothing outside the folders that it was given, neither by `..`, nor by an absolute path, nor through a symbolic link that leads out of them.",
  }),
  "data-file-unreadable": message<{ name: string; reason: string }>({
    severity: "error",
    message: ({ name, reason }) => `the data file \`${name}\` cannot be read: ${reason}`,
    explanation:
      "The file exists but the system refused to read it: it is a folder, its permissions forbid it, or the disk failed.",
  }),
  "data-file-too-large": message<{ name: string; limit: number }>({
    severity: "error",
    message: ({ name, limit }) =>
      `the data file \`${name}\` holds more than ${limit} bytes, the most that is read into memory`,
    explanation:
      "Data sets are held in memory whole; the limit also stops a small compressed file from unpacking into all of it.",
  }),
  "gzip-damaged": message<{ name: string; reason: string }>({
    severity: "error",
    message: ({ name, reason }) => `the compressed file \`${name}\` is damaged: ${reason}`,
    hint: () => "fetch it again, and compare its checksum with the published one",
    explanation:
      "The file starts like a gzip file but does not unpack to its end: it was cut short in a download, or bytes in it have changed.",
  }),
};
