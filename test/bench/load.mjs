// Our modules as the benches load them: from a bundle like that of the package, which `npm run bench` writes.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const bundle = fileURLToPath(new URL("modules/dist/loads.js", import.meta.url));
if (!existsSync(bundle))
  throw new Error("the benches' bundle is missing: `npx tsx scripts/bench-modules.ts` writes it");
const { loads } = await import(bundle);

/** A module of loads.ts, such as `runner/plan`. */
export function load(name) {
  if (loads[name] === undefined) throw new Error(`the benches' bundle has no ${name}: add it to test/bench/loads.ts`);
  return loads[name]();
}
