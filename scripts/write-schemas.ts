import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { publishedSchemas } from "../src/scenario/published-schemas.js";

const folder = fileURLToPath(new URL("../schemas/", import.meta.url));

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(publishedSchemas())) writeFileSync(`${folder}${name}`, text);
