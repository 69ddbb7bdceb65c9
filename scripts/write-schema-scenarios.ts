import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keywords } from "./schema-scenarios/keywords.js";
import { idOf, scenarioText } from "./schema-scenarios/scenario-text.js";

// `npm run schema-scenarios` writes a scenario for each keyword of JSON Schema.

const folder = fileURLToPath(new URL("../scenarios/schema/", import.meta.url));
mkdirSync(folder, { recursive: true });
for (const one of keywords) writeFileSync(`${folder}${idOf(one)}.yaml`, scenarioText(one));
