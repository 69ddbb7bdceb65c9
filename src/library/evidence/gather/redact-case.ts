import { homedir } from "node:os";
import { basename } from "node:path";
import type { Scenario } from "../../../scenario/scenario.js";
import { decodeTranscript, encodeTranscript } from "../../../transcript/serialise.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import type { HarFile } from "../../../wire/har/har.js";
import { createRedactor, type Redactor } from "../../../wire/secrets/redact.js";
import { secretValuesIn } from "../../secret-values.js";
import type { BundleSources } from "../bundle-sources.js";

/** What is taken out of a bundle. `account`: the account id that stays; null: none does. */
export type Redaction = {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly workingFolder: string;
  readonly account: string | null;
};

/**
 * The sources without what must not leave the machine: secrets of the environment, account ids in ARNs, and the paths of the working
 * folder and the home folder. `case.json` lists what was taken. A changed frame gets new lengths and checksums.
 */
export function redactCase(sources: BundleSources, redaction: Redaction): BundleSources {
  const text = textOf(sources);
  const secrets = secretsIn(text, redaction).filter(({ value }) => text.includes(value));
  const redactor = createRedactor([...secrets.map(({ value }) => value), ...secretValuesIn(redaction.environment)]);
  const { facts, scenarios, transcripts, recordings, experiment, clientViews } = sources;
  const json = <T>(value: T): T => JSON.parse(redactor.json(JSON.stringify(value))) as T;
  return {
    facts: { ...json(facts), account: redaction.account, redacted: [...headersLog(sources), ...logOf(secrets, text)] },
    scenarios: scenarios.map((scenario) => withoutPath(json(scenario))),
    transcripts: transcripts.map((one) => decodeTranscript(redactor.json(encodeTranscript(one)))),
    recordings: new Map([...recordings].map(([name, har]) => [name, redactHar(har, redactor)])),
    clientViews: clientViews === null ? null : json(clientViews),
    experiment: experiment === null ? null : { ...experiment, exchanges: redactHar(experiment.exchanges, redactor) },
  };
}

type Secret = { readonly what: string; readonly value: string };

function secretsIn(text: string, { workingFolder, account }: Redaction): readonly Secret[] {
  const ids = [...text.matchAll(/arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):/g)].flatMap(([, id]) => id ?? []);
  const others = [...new Set(ids)].filter((id) => id !== account);
  return [
    ...others.map((value) => ({ what: "AWS account id", value })),
    ...[workingFolder, homedir()].map((value) => ({ what: "path of this machine", value })),
  ];
}

/** Everything of the sources that can hold text, once. */
function textOf({ facts, scenarios, transcripts, recordings }: BundleSources): string {
  const bodies = [...recordings.values()].flatMap(({ meta, entries }) => [
    JSON.stringify(meta),
    ...entries.flatMap(({ exchange }) => [
      exchange.request.url,
      Buffer.from(exchange.request.body ?? new Uint8Array()).toString("utf8"),
      Buffer.concat(exchange.chunks.map(([, bytes]) => bytes)).toString("latin1"),
    ]),
  ]);
  return [JSON.stringify(facts), JSON.stringify(scenarios), ...transcripts.map(encodeTranscript), ...bodies].join("\n");
}

function headersLog({ recordings }: BundleSources): CaseFacts["redacted"] {
  const n = [...recordings.values()].reduce((sum, { entries }) => sum + entries.length, 0);
  return [{ what: "every header that is not evidence, authorization included", where: "requests and replies", n }];
}

function logOf(secrets: readonly Secret[], text: string): CaseFacts["redacted"] {
  return [...new Set(secrets.map(({ what }) => what))].map((what) => ({
    what,
    where: "requests, replies, transcripts and facts",
    n: secrets.filter((one) => one.what === what).reduce((sum, { value }) => sum + text.split(value).length - 1, 0),
  }));
}

function withoutPath(scenario: Scenario): Scenario {
  return { ...scenario, file: basename(scenario.file) };
}

function redactHar({ meta, entries }: HarFile, redactor: Redactor): HarFile {
  const clean = (text: string | null): string | null => (text === null ? null : redactor.text(text));
  const { imported } = meta;
  return {
    meta: {
      ...meta,
      endpoint: clean(meta.endpoint),
      note: clean(meta.note),
      ...(imported === undefined ? {} : { imported: { ...imported, file: basename(imported.file) } }),
    },
    entries: entries.map((entry) => ({ ...entry, exchange: redactor.exchange(entry.exchange) })),
  };
}
