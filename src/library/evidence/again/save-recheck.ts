import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Rename } from "../../../runner/store/atomic-write.js";
import { describeExchange } from "../../../runner/store/describe-exchange.js";
import { refuseLeaks } from "../../../runner/store/refuse-leaks.js";
import { fixtureOf } from "../../../runner/store/save-fixture.js";
import type { RecheckFile } from "../../../verdict/evidence/recheck-file.js";
import { type HarEntry, writeHar } from "../../../wire/har/har.js";
import type { Redactor } from "../../../wire/secrets/redact.js";
import type { AgainArm } from "./again-arm.js";
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
 * Adds a recheck to its bundle, as `rechecks/<UTC stamp>.json` and `.har`, and resolves with the path of the first. Two within a second get
 * different names. Throws SecretInFixtureError where a secret would be left in one.
 */
export async function saveRecheck(bundle: string, kept: KeptRecheck, options: SaveRecheckOptions): Promise<string> {
  const { drafts, redactor, move } = options;
  const name = await freeName(bundle, kept.file.askedAt);
  const json = redactor.json(`${JSON.stringify(kept.file, null, 2)}\n`);
  refuseLeaks(`${name}.json`, redactor.leaks(json));
  const har = harOf(kept, redactor, `${name}.har`);
  const files = new Map([
    [`${name}.har`, har],
    [`${name}.json`, json],
  ]);
  await appendFiles(bundle, files, { drafts, ...(move === undefined ? {} : { move }) });
  return `${name}.json`;
}

function harOf({ file, entries, arm, versions }: KeptRecheck, redactor: Redactor, name: string): string {
  const isLive = file.mark === null;
  const origin = {
    source: isLive ? ("recorded" as const) : ("authored" as const),
    recordedAt: isLive ? file.askedAt : null,
    after: isLive ? null : "the simulator of llm-parity",
    note: `${isLive ? "" : "SIMULATED. "}Two requests, asked again in turns; the JSON beside this file says which is which.`,
    endpoint: null,
    versions,
  };
  const { meta } = fixtureOf({ scenario: arm.scenario, target: arm.target, client: "http" }, [], origin);
  const text = writeHar({ meta, entries }, { describe: describeExchange });
  refuseLeaks(name, [...redactor.leaks(text), ...entries.flatMap(({ exchange }) => redactor.spelled(exchange))]);
  return text;
}

/** `rechecks/20261129T010203Z`, with `-2` and so on where that is taken. */
async function freeName(bundle: string, askedAt: string): Promise<string> {
  const stamp = `rechecks/${askedAt.replace(/\.\d+Z$/, "Z").replace(/[-:]/g, "")}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stamp : `${stamp}-${number}`;
    if (!(await isThere(join(bundle, `${name}.json`)))) return name;
  }
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
