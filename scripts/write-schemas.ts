import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { commandSchemas } from "../src/library/published-schemas.js";
import { routerSchemas } from "../src/router/published-schemas.js";
import { publishedSchemas } from "../src/scenario/published-schemas.js";
import { profileSchemas } from "../src/simulator/published-schemas.js";
import { resultSchemas } from "../src/verdict/published-schemas.js";

const folder = fileURLToPath(new URL("../schemas/", import.meta.url));

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries({
  ...publishedSchemas(),
  ...profileSchemas(),
  ...resultSchemas(),
  ...commandSchemas(),
  ...routerSchemas(),
}))
  writeFileSync(`${folder}${name}`, text);
