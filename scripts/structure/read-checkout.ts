import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Sources } from "./measure.js";
import { readSource, type SourceFact } from "./read-source.js";

const manifestSchema = z.object({ exports: z.record(z.string(), z.unknown()), bin: z.record(z.string(), z.string()) });

/** Reads the sources of a checkout of this project. `root`: its folder. */
export function readCheckout(root: string): Sources {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const built = JSON.stringify([manifest.exports, manifest.bin]).matchAll(/dist\/([\w./-]+)\.js/g);
  return {
    program: readFolder(root, "src").filter(({ file }) => !/\.(test|fixture)\.ts$/.test(file)),
    scripts: readFolder(root, "scripts"),
    entries: [...built].map(([, path]) => `src/${path}.ts`),
  };
}

function readFolder(root: string, folder: string): readonly SourceFact[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .toSorted()
    .map((name) => `${folder}/${name}`)
    .map((file) => readSource(root, file, readFileSync(join(root, file), "utf8")));
}
