import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dialects } from "../test/dialects/dialect.js";
import { betweenPage } from "../test/dialects/page.js";

const page = fileURLToPath(new URL("../docs/translation/between.md", import.meta.url));
writeFileSync(page, betweenPage(await dialects()));
