/**
 * `npm run structure`: measures the structure of `src`, and lists every breach of a limit.
 *
 * `npm run structure -- --root DIR` measures another checkout, so that two can be compared; `--json` prints JSON.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measure, type Spread } from "./structure/measure.js";
import { readCheckout } from "./structure/read-checkout.js";

const here = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: { root: { type: "string", default: here }, json: { type: "boolean", default: false } },
});
const structure = measure(readCheckout(values.root));

if (values.json) console.log(JSON.stringify(structure, null, 2));
else print();

function print(): void {
  const { files, lines, fileLines, functions, functionLines, widestFolder } = structure;
  row("files in src, tests not counted", `${files}, ${lines} lines`);
  row("lines of a file", spreadText(fileLines));
  row("lines of a function", `${spreadText(functionLines)} (of ${functions})`);
  row("widest folder", `${widestFolder.folder}, ${widestFolder.files} files`);
  list(
    "cycles of values",
    structure.valueCycles.map((cycle) => cycle.join(", ")),
  );
  list(
    "cycles of files, types included",
    structure.typeCycles.map((cycle) => cycle.join(", ")),
  );
  list(
    "cycles of rooms",
    structure.roomCycles.map((cycle) => cycle.join(", ")),
  );
  list("imports against the layers", structure.againstLayers);
  list("functions of more than three parameters", structure.manyParameters);
  list("exports that only tests use", structure.unusedExports);
}

function list(name: string, breaches: readonly string[]): void {
  row(name, String(breaches.length));
  for (const breach of breaches) console.log(`    ${breach}`);
}

function row(name: string, value: string): void {
  console.log(`${name.padEnd(42)}${value}`);
}

function spreadText({ median, p90, p95, max }: Spread): string {
  return `median ${median}, p90 ${p90}, p95 ${p95}, max ${max}`;
}
