import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EditionName } from "../../scenario/edition/edition-name.js";
import { packageFile } from "../../source/package-root.js";
import type { Edition } from "../../verdict/editions/edition.js";

/** An edition with the SHA-256 of its file, in hexadecimal: a draft changes under its name. */
export type KeptEdition = Edition & { readonly sha256: string };

let kept: readonly KeptEdition[] | null = null;

/** The editions that are shipped with the package, oldest first. */
export function readEditions(): readonly KeptEdition[] {
  kept ??= editionFiles().map((file) => readEdition(file));
  return kept;
}

/** The edition by which this program asks and judges: the newest. Throws a TypeError if there is none. */
export function presentEdition(): KeptEdition {
  const edition = readEditions().at(-1);
  if (edition === undefined) throw new TypeError("the package has no edition of its conformance suite");
  return edition;
}

/** The name under which a run that starts now keeps the present edition. */
export function presentEditionName(): EditionName {
  const { edition, sha256 } = presentEdition();
  return { id: edition, sha256 };
}

/** The files of the editions, oldest first: by month, then by number. */
export function editionFiles(): readonly string[] {
  const folder = packageFile("scenarios/editions");
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).map((name) => join(folder, name));
}

function readEdition(file: string): KeptEdition {
  const text = readFileSync(file, "utf8");
  const sha256 = createHash("sha256").update(text).digest("hex");
  // A test holds that every shipped edition is valid: reading one costs a command no schema.
  return { ...(JSON.parse(text) as Edition), sha256 };
}
