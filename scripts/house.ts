/** `npm run house`: how long the files of each room are. Plain information; the aim is a median under 150 lines. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const rooms = ["grammar", "compiler", "runtime", "cli", "scripts", "test"];

for (const room of rooms) {
  const lengths = globSync(`${room}/**/*.ts`, { cwd: root })
    .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length - 1 }))
    .sort((a, b) => a.lines - b.lines);
  const longest = lengths.at(-1);
  if (longest === undefined) continue;
  const median = lengths[lengths.length >> 1]!.lines;
  const total = lengths.reduce((sum, { lines }) => sum + lines, 0);
  console.log(
    `${room.padEnd(9)} ${String(lengths.length).padStart(4)} files  ${String(total).padStart(6)} lines  ` +
      `median ${String(median).padStart(3)}  longest ${longest.lines} (${longest.file})`,
  );
}
