/**
 * A step of `npm run bench`: writes the bundle whose modules the benches load, with what a build keeps of the shipped files. It has a
 * package.json of its own, so that its code takes itself for a built package, as the program's does.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeCompiled } from "./bundle/compile-shipped.js";
import { writeBundle } from "./bundle/write-bundle.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const bench = join(root, "test/bench");
const folder = join(bench, "modules");
const dist = join(folder, "dist");

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
writeFileSync(join(folder, "package.json"), '{ "name": "llm-parity", "private": true, "type": "module" }\n');
await writeBundle(dist, { loads: join(bench, "loads.ts") });
await writeCompiled(root, dist);
