import { readFileSync, statSync } from "node:fs";
import type { Client } from "../chat/api.js";
import { unreachable } from "../chat/unreachable.js";
import type { Provenance, Transcript } from "../transcript/transcript.js";
import type { RecordedExchange } from "../wire/exchange.js";
import { type HarEntry, HarError, type HarFile, type HarMeta, readHar } from "../wire/har/har.js";
import { isPrivateHar } from "../wire/har/private-har.js";
import type { Timers } from "../wire/transport/timers.js";
import type { PlannedCase } from "./plan.js";
import { fixturePath } from "./store/fixture-path.js";
import { createAsk } from "./trial/ask.js";
import { converse, notRun } from "./trial/converse.js";
import { type OpenTarget, openTarget } from "./trial/open-target.js";
import { noRetries, type RetryPolicy } from "./trial/retry-policy.js";
import { createSerialScope, type MakeTransport } from "./trial/trial-scope.js";
import { replayWire } from "./trial/trial-wire.js";

/** A recording that no request of its trial matched: the scenario or an adapter has changed since. */
export type Leftover = { readonly file: string; readonly trial: number; readonly step: string };

export type ReplayResult = { readonly transcripts: readonly Transcript[]; readonly leftovers: readonly Leftover[] };

export type ReplayOptions = {
  readonly fixtures: string;
  /** `both`: the SDK reads, then our decoders read the same bytes. */
  readonly client: Client | "both";
  readonly makeTransport: MakeTransport;
  readonly signal: AbortSignal;
  /** Replays every body in chunks of this many bytes; absent: as recorded. */
  readonly rechunk?: number;
  /** 1: at the recorded pace, 2: twice as fast; absent: without waiting. */
  readonly speed?: number;
  /** The clock of `speed`; default: the machine's. */
  readonly timers?: Timers;
};

/** Replays some cases; each target is opened once for all calls, which must not overlap. */
export type Replayer = (cases: readonly PlannedCase[]) => Promise<ReplayResult>;

/**
 * Replays every case from its own fixture: no key, no region, no network. A case without a fixture is `not-run`. Throws
 * HarError for a fixture that cannot be read: silence would look like a clean run.
 */
export function runReplay(cases: readonly PlannedCase[], options: ReplayOptions): Promise<ReplayResult> {
  return createReplayer(options)(cases);
}

/** Replays as {@link runReplay} does, some cases at a time. */
export function createReplayer(options: ReplayOptions): Replayer {
  const client: Client = options.client === "both" ? "sdk" : options.client;
  const opened = new Map<string, Promise<OpenTarget>>();
  return async (cases) => {
    const results: ReplayResult[] = [];
    for (const planned of cases) {
      const file = fixturePath(options.fixtures, planned.target, planned.scenario.id);
      const har = readFixture(file);
      if (har === null) {
        results.push({ transcripts: [skippedTranscript(planned, client)], leftovers: [] });
        continue;
      }
      const { target } = planned;
      const open = opened.get(target.id) ?? openForReplay(planned, client, options.makeTransport);
      opened.set(target.id, open);
      results.push(await replayCase({ planned, har, file, open: await open, options }));
    }
    return {
      transcripts: results.flatMap(({ transcripts }) => transcripts),
      leftovers: results.flatMap(({ leftovers }) => leftovers),
    };
  };
}

/**
 * Replays one fixture as the recording of `planned`, wherever it lies. Null: there is no such file.
 * Throws HarError for a file that cannot be read.
 */
export async function replayFile(
  file: string,
  planned: PlannedCase,
  options: ReplayOptions,
): Promise<ReplayResult | null> {
  const har = readFixture(file);
  if (har === null) return null;
  const client: Client = options.client === "both" ? "sdk" : options.client;
  const open = await openForReplay(planned, client, options.makeTransport);
  return replayCase({ planned, har, file, open, options });
}

function openForReplay(planned: PlannedCase, client: Client, makeTransport: MakeTransport): Promise<OpenTarget> {
  return openTarget({
    target: planned.target,
    client,
    credentials: { kind: "recorded" },
    makeTransport,
    baseUrl: null,
    scope: createSerialScope(),
  });
}

async function replayCase({
  planned,
  har,
  file,
  open,
  options,
}: {
  readonly planned: PlannedCase;
  readonly har: HarFile;
  readonly file: string;
  readonly open: OpenTarget;
  readonly options: ReplayOptions;
}): Promise<ReplayResult> {
  const transcripts: Transcript[] = [];
  const leftovers: Leftover[] = [];
  for (const [trial, entries] of byTrial(har.entries)) {
    const exchanges = entries.map(({ exchange }) => exchange);
    const wire = replayWire(exchanges, { from: file, ...paceOptions(options) });
    const ask = createAsk({
      open,
      wire,
      retry: retryAsRecorded(entries),
      both: options.client === "both",
      onReply: () => undefined,
    });
    const { scenario, target } = planned;
    const about = { scenario, target, client: open.client, trial, provenance: provenanceOf(har.meta) };
    transcripts.push(await converse(about, ask, options.signal));
    // After a stop the remaining recordings were not requested: that says nothing about the scenario.
    const left = options.signal.aborted ? [] : wire.leftovers();
    leftovers.push(...left.map((one) => ({ file, trial, step: stepOf(entries, one) })));
  }
  return { transcripts, leftovers };
}

/** Asks a turn again as often as when it was recorded, without waiting. */
function retryAsRecorded(entries: readonly HarEntry[]): RetryPolicy {
  const attempts = (step: string) => entries.filter((entry) => entry.step === step).length;
  return { ...noRetries, retries: (step) => Math.max(0, attempts(step) - 1) };
}

function paceOptions({ rechunk, speed, timers }: ReplayOptions): Pick<ReplayOptions, "rechunk" | "speed" | "timers"> {
  return {
    ...(rechunk === undefined ? {} : { rechunk }),
    ...(speed === undefined ? {} : { speed }),
    ...(timers === undefined ? {} : { timers }),
  };
}

function stepOf(entries: readonly HarEntry[], exchange: RecordedExchange): string {
  return entries.find((entry) => entry.exchange === exchange)?.step ?? "?";
}

function byTrial(entries: readonly HarEntry[]): ReadonlyMap<number, readonly HarEntry[]> {
  const trials = new Map<number, HarEntry[]>();
  for (const entry of entries) {
    const sofar = trials.get(entry.trial);
    if (sofar === undefined) trials.set(entry.trial, [entry]);
    else sofar.push(entry);
  }
  return trials;
}

/** Reads synchronously: four trips to the thread pool cost more than reading a small file. Null: there is no such file. */
function readFixture(file: string): HarFile | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (!stat.isFile()) throw new HarError(file, "the path", "is not a file");
  return readHar(readFileSync(file, "utf8"), file);
}

function skippedTranscript(planned: PlannedCase, client: Client): Transcript {
  const { scenario, target, skip } = planned;
  const provenance: Provenance = {
    source: "recorded",
    recordedAt: null,
    after: null,
    note: null,
    endpoint: null,
    region: target.region,
  };
  const why = skip ?? { kind: "no-recording" as const, reason: "no recording" };
  return notRun({ scenario, target, client, trial: 1, provenance }, why);
}

function provenanceOf(meta: HarMeta): Provenance {
  const { source, recordedAt, after, note, endpoint, region } = meta;
  const mark = isPrivateHar(meta) ? ({ isPrivate: true } as const) : {};
  switch (source) {
    case "recorded":
      return { source, recordedAt, after: null, note, endpoint, region, ...mark };
    case "authored":
      return { source, recordedAt: null, after, note, endpoint, region, ...mark };
    default:
      return unreachable(source);
  }
}
