import { homedir } from "node:os";
import { basename } from "node:path";
import type { Scenario } from "../../../scenario/scenario.js";
import { decodeTranscript, encodeTranscript } from "../../../transcript/serialise.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import type { HarFile } from "../../../wire/har/har.js";
import { createRedactor, type Redactor, shortestSecret } from "../../../wire/secrets/redact.js";
import { secretValuesIn } from "../../secret-values.js";
import { UsageError } from "../../usage-error.js";
import type { BundleSources } from "../bundle-sources.js";
import { accountIdsIn } from "./account-ids.js";

/** What is taken out of a bundle. `account`: the account id that stays; null: none does. */
export type Redaction = {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly workingFolder: string;
  readonly account: string | null;
};

/**
 * The sources without what must not leave the machine: secrets of the environment, AWS account ids, and the paths of the working folder
 * and the home folder. The digits of an account id are taken out wherever they stand. `case.json` lists what was taken. A changed frame
 * gets new lengths and checksums. Throws UsageError where that breaks JSON: digits that are part of a number, without quotes.
 */
export function redactCase(sources: BundleSources, redaction: Redaction): BundleSources {
  const text = textOf(sources);
  const secrets = secretsIn(text, redaction);
  const redactor = createRedactor(secrets.map(({ value }) => value));
  const { facts, scenarios, transcripts, recordings, experiment, clientViews } = sources;
  const json = <T>(value: T): T => parsed(redactor.json(JSON.stringify(value)), (clean) => JSON.parse(clean) as T);
  const har = (file: HarFile): HarFile => redactHar(file, { redactor, json });
  return {
    facts: { ...json(facts), account: redaction.account, redacted: [...headersLog(sources), ...logOf(secrets, text)] },
    scenarios: scenarios.map((scenario) => withoutPath(json(scenario))),
    transcripts: transcripts.map((one) => parsed(redactor.json(encodeTranscript(one)), decodeTranscript)),
    recordings: new Map([...recordings].map(([name, file]) => [name, har(file)])),
    clientViews: clientViews === null ? null : json(clientViews),
    experiment:
      experiment === null
        ? null
        : { ...experiment, calls: json(experiment.calls), exchanges: har(experiment.exchanges) },
  };
}

function parsed<T>(text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw error;
    throw new UsageError("an account id or a secret is part of a number, which cannot be taken out of JSON", {
      hint: "If it is the account id, name it with --account: then it stays.",
    });
  }
}

type Secret = { readonly what: string; readonly value: string };

/** Values that are too short to be searched for are none: the home folder `/root` says nothing, and `/` stands everywhere. */
function secretsIn(text: string, { environment, workingFolder, account }: Redaction): readonly Secret[] {
  const ids = accountIdsIn(text).filter((id) => id !== account);
  const paths = [...new Set([workingFolder, homedir()])];
  return [
    ...ids.map((value) => ({ what: "AWS account id", value })),
    ...paths.map((value) => ({ what: "path of this machine", value })),
    ...secretValuesIn(environment).map((value) => ({ what: "secret of the environment", value })),
  ].filter(({ value }) => value.trim().length >= shortestSecret && value !== account);
}

/** Everything of the sources that can hold text, once. */
function textOf({ facts, scenarios, transcripts, recordings, clientViews, experiment }: BundleSources): string {
  const files = [...recordings.values(), ...(experiment === null ? [] : [experiment.exchanges])];
  const bodies = files.flatMap(({ meta, entries }) => [
    JSON.stringify(meta),
    ...entries.flatMap(({ exchange }) => [
      exchange.request.url,
      JSON.stringify(exchange.response?.headers ?? []),
      exchange.error?.message ?? "",
      Buffer.from(exchange.request.body ?? new Uint8Array()).toString("utf8"),
      Buffer.concat(exchange.chunks.map(([, bytes]) => bytes)).toString("utf8"),
    ]),
  ]);
  const values = [facts, scenarios, clientViews, experiment?.calls ?? null].map((value) => JSON.stringify(value));
  return [...values, ...transcripts.map(encodeTranscript), ...bodies].join("\n");
}

function headersLog({ recordings }: BundleSources): CaseFacts["redacted"] {
  const n = [...recordings.values()].reduce((sum, { entries }) => sum + entries.length, 0);
  return [{ what: "every header that is not evidence, authorization included", where: "requests and replies", n }];
}

/** `n`: how often the values stand there as they are; encoded ones are taken out too, and not counted. */
function logOf(secrets: readonly Secret[], text: string): CaseFacts["redacted"] {
  return [...new Set(secrets.map(({ what }) => what))].flatMap((what) => {
    const values = new Set(secrets.flatMap((one) => (one.what === what ? [one.value] : [])));
    const n = [...values].reduce((sum, value) => sum + text.split(value).length - 1, 0);
    return n === 0 ? [] : [{ what, where: "requests, replies, transcripts and facts", n }];
  });
}

function withoutPath(scenario: Scenario): Scenario {
  return { ...scenario, file: basename(scenario.file) };
}

type Cleaner = { readonly redactor: Redactor; readonly json: <T>(value: T) => T };

function redactHar({ meta, entries }: HarFile, { redactor, json }: Cleaner): HarFile {
  const { imported } = meta;
  return {
    meta: {
      ...json(meta),
      ...(imported === undefined ? {} : { imported: json({ ...imported, file: basename(imported.file) }) }),
    },
    entries: entries.map((entry) => ({ ...entry, exchange: redactor.exchange(entry.exchange) })),
  };
}
