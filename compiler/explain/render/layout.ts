/** Text for a terminal: lines of at most 100 columns, painted only after they are broken. */

export const columns = 100;

type Paint = (text: string) => string;

const asIs: Paint = (text) => text;

/** Breaks at spaces; a word that is longer than the width stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** `label  text`, the text's further lines below its first. */
export function labelled(
  { indent, label, width }: { readonly indent: number; readonly label: string; readonly width: number },
  text: string,
  paint: Paint = asIs,
): readonly string[] {
  const start = indent + Math.max(width, label.length) + 2;
  const padding = " ".repeat(start - indent - label.length);
  return wrap(text, columns - start).map((line, i) =>
    i === 0 ? `${" ".repeat(indent)}${paint(label)}${padding}${line}` : `${" ".repeat(start)}${line}`,
  );
}

/** Rows of cells under each other, two spaces between columns; the cells of `right` columns end together. */
export function table(
  rows: readonly (readonly string[])[],
  indent: number,
  right: readonly number[] = [],
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    );
    return `${" ".repeat(indent)}${cells.join("  ")}`.trimEnd();
  });
}

/** Parts beside each other, two spaces between; what does not fit stands on a line below, further in. */
export function flow(
  indent: number,
  parts: readonly (readonly [text: string, paint?: Paint])[],
): readonly string[] {
  const lines: { width: number; text: string }[] = [];
  for (const [text, paint = asIs] of parts) {
    const line = lines.at(-1);
    if (line !== undefined && line.width + 2 + text.length <= columns) {
      line.width += 2 + text.length;
      line.text += `  ${paint(text)}`;
      continue;
    }
    const start = indent + (line === undefined ? 0 : 4);
    lines.push({ width: start + text.length, text: " ".repeat(start) + paint(text) });
  }
  return lines.map(({ text }) => text);
}
