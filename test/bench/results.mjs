// The newest result of each part, kept beside the compiled modules: a page is made of them, whenever each was measured.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benches } from "./benches.mjs";
import { root } from "./measure.mjs";

const folder = join(root, "test/bench/modules/results");
const fileOf = (name) => join(folder, `${name}.json`);

export function keepResult(result) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(result.name), JSON.stringify(result));
}

export function keptResults() {
  return benches
    .map(({ name }) => fileOf(name))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")));
}
