/**
 * A step of `npm run build`: writes our own code as a bundle into a folder (default: `dist`), and beside it what was read in the shipped
 * files, and the list of the commands. With a second path, also which modules each file holds, as JSON.
 */
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listPath } from "../src/cli/shell/listed-commands.js";
import { writeCompiled } from "./bundle/compile-shipped.js";
import { listCommands } from "./bundle/list-commands.js";
import { writeBundle } from "./bundle/write-bundle.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const [folder = join(root, "dist"), list] = process.argv.slice(2);

const files = await writeBundle(folder);
const shipped = await writeCompiled(root, folder);
writeFileSync(join(folder, basename(listPath)), JSON.stringify(await listCommands()));
if (list !== undefined) writeFileSync(list, JSON.stringify(Object.fromEntries(files)));
console.log(`${files.size} files of code, ${shipped} shipped files read`);
