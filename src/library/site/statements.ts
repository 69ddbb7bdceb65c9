import { basename, dirname, join } from "node:path";
import { isJsonObject } from "../../chat/json.js";
import type { SiteConfig } from "../../report/site/config/site-file.js";
import type { SiteStatement } from "../../report/site/data/site-data.js";
import { readSourceFile } from "../../source/read-file.js";
import { parseJson } from "../../wire/json.js";
import { UsageError } from "../usage-error.js";

/** A statement that is published as it is, byte for byte, so that it can be verified. */
export type PublishedStatement = { readonly shown: SiteStatement; readonly text: string };

const maxBytes = 32 * 1024 * 1024;

/** Reads the statements that the file of a site names, from its folder. Throws SourceError for one that cannot be read, and UsageError for one that is none. */
export function readStatements(
  file: string,
  { statements }: Pick<SiteConfig, "statements">,
): readonly PublishedStatement[] {
  return statements.map((name) => {
    const path = join(dirname(file), name);
    const text = readSourceFile(path, { maxBytes });
    const parsed = parseJson(text);
    if (!parsed.ok || !isJsonObject(parsed.value)) {
      throw new UsageError(`${path}: is no statement: a statement is a JSON object`, {
        hint: "`llm-parity attest` writes statements; name one of its JSON files.",
      });
    }
    const { profile, window, expires } = parsed.value;
    const words = typeof profile === "string" ? `Statement: ${profile}` : `Statement ${basename(name)}`;
    return {
      shown: {
        path: `statements/${basename(name)}`,
        title: words,
        window: windowText(window),
        expires: typeof expires === "string" ? expires : null,
      },
      text,
    };
  });
}

function windowText(window: unknown): string | null {
  if (!isJsonObject(window)) return null;
  const { from, to } = window;
  return typeof from === "string" && typeof to === "string" ? `${from} to ${to}` : null;
}
