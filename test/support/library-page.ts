import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pageOf } from "./documents.js";
import { programFolder } from "./program.js";
import { root } from "./repository.js";
import { type WorkFolder, workFolder } from "./work-folder.js";

/** A program that docs/library.md shows, and what it says that the program prints. */
export type LibraryExample = { readonly name: string; readonly program: string; readonly printed: string };

/** The examples of the page, in its order, each named for its heading. */
export const libraryExamples: readonly LibraryExample[] = [
  ...pageOf("docs/library.md").text.matchAll(/^## ([^\n]+)\n\n```js\n(.*?)^```\n\n```text\n(.*?)^```$/gms),
].map(([, name = "", program = "", printed = ""]) => ({ name, program, printed }));

/** A folder in which the package is installed and the files lie that the examples read. */
export async function libraryFolder(): Promise<WorkFolder> {
  const folder = workFolder();
  mkdirSync(join(folder.path, "node_modules"));
  symlinkSync(await programFolder(), join(folder.path, "node_modules/llm-parity"));
  const recorded = join(root, "fixtures/bedrock/converse-stream/kimi-k2.5");
  cpSync(recorded, join(folder.path, "tests/cassettes"), { recursive: true });
  cpSync(join(root, "examples"), join(folder.path, "examples"), { recursive: true });
  return folder;
}
