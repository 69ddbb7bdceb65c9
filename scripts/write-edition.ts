/**
 * `npm run edition`: writes the newest edition of the conformance suite as code and scenarios have it now. `-- NAME` begins the edition NAME,
 * where the newest is frozen; `-- --freeze DAY` freezes the newest.
 */
import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { editionFiles, readEditions } from "../src/library/editions/read-editions.js";
import { packageFile } from "../src/source/package-root.js";
import { editionChanges } from "../src/verdict/editions/edition-changes.js";
import { editionText } from "../src/verdict/editions/edition-text.js";
import { editionNow } from "./edition/present.js";

const { values, positionals } = parseArgs({ options: { freeze: { type: "string" } }, allowPositionals: true });
const newest = editionFiles().length === 0 ? null : (readEditions().at(-1) ?? null);
const name = positionals[0] ?? newest?.edition;
if (name === undefined) throw new Error("name the first edition: npm run edition -- 2026-11");
const file = packageFile(`scenarios/editions/${name}.json`);
const isNew = name !== newest?.edition;
if (isNew && existsSync(file)) throw new Error(`edition ${name} is there already, and is not the newest`);
if (isNew && newest !== null && newest.frozen === null)
  throw new Error(`edition ${newest.edition} is a draft: change that, or freeze it first`);
const now = await editionNow({ edition: name, frozen: values.freeze ?? (isNew ? null : (newest?.frozen ?? null)) });
const changes = newest === null ? [] : editionChanges(newest, now);
if (!isNew && newest !== null && newest.frozen !== null && changes.length > 0) {
  throw new Error(
    `edition ${name} is frozen since ${newest.frozen}, and this differs:\n${changes.join("\n")}\nBegin another: npm run edition -- YYYY-MM`,
  );
}
writeFileSync(file, editionText(now));
for (const change of changes) process.stdout.write(`${change}\n`);
