import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Rename } from "../../../runner/store/atomic-write.js";
import { describeExchange } from "../../../runner/store/describe-exchange.js";
import { refuseLeaks } from "../../../runner/store/refuse-leaks.js";
import type { RecheckFile } from "../../../verdict/evidence/recheck-file.js";
import { type HarEntry, writeHar } from "../../../wire/har/har.js";
import type { Redactor } from "../../../wire/secrets/redact.js";
import { recheckFile, recheckPath } from "../recheck-names.js";
import type { AgainArm } from "./again-arm.js";
import { againHar } from "./again-har.js";
import { appendFiles } from "./append-files.js";

/** A recheck that is to be kept. `entries`: its exchanges, redacted. `arm`: the failing one, whose cell the HAR names. */
export type KeptRecheck = {
  readonly file: RecheckFile;
  readonly entries: readonly HarEntry[];
  readonly arm: AgainArm;
  readonly versions: { readonly [name: string]: string };
};

/** `drafts`: see `appendFiles`. */
export type SaveRecheckOptions = { readonly drafts: string; readonly redactor: Redactor; readonly move?: Rename };

/**
 * Adds a recheck to its bundle, as `rechecks/<UTC stamp>.json` and `.har`, and resolves with the path of the first. Two within a millisecond
 * get different names. Throws SecretInFixtureError where a secret would be left in one.
 */
export async function saveRecheck(bundle: string, kept: KeptRecheck, options: SaveRecheckOptions): Promise<string> {
  const { drafts, redactor, move } = options;
  const time = await freeTime(bundle, kept.file.askedAt);
  const [jsonPath, harPath] = [recheckPath(time, "json"), recheckPath(time, "har")];
  const json = redactor.json(`${JSON.stringify(kept.file, null, 2)}\n`);
  refuseLeaks(jsonPath, redactor.leaks(json));
  const har = harOf(kept, redactor, harPath);
  const files = new Map([
    [harPath, har],
    [jsonPath, json],
  ]);
  await appendFiles(bundle, files, { previous: kept.file.previous, drafts, ...(move === undefined ? {} : { move }) });
  return jsonPath;
}

function harOf({ file, entries, arm, versions }: KeptRecheck, redactor: Redactor, name: string): string {
  const har = againHar(entries, { mark: file.mark, askedAt: file.askedAt, arm, versions });
  const text = writeHar(har, { describe: describeExchange });
  refuseLeaks(name, [...redactor.leaks(text), ...entries.flatMap(({ exchange }) => redactor.spelled(exchange))]);
  return text;
}

/**
 * When this recheck is said to have begun: a millisecond after the last one where the clock says no later, since the chain of the rechecks is
 * in the order of their names.
 */
async function freeTime(bundle: string, askedAt: string): Promise<Date> {
  const names = await readdir(join(bundle, "rechecks")).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  const stamps = names.flatMap((name) => recheckFile(`rechecks/${name}`)?.stamp ?? []).map(timeOf);
  return new Date(Math.max(Date.parse(askedAt), ...stamps.map((time) => time + 1)));
}

/** Of `2026-11-29T01-33-08-123Z`. */
function timeOf(stamp: string): number {
  return Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)-/, "T$1:$2:$3."));
}
