import type { Target } from "../../chat/target.js";
import { Budget } from "../../runner/budget.js";
import type { PlannedCase } from "../../runner/plan.js";
import { type DatasetFacts, RunDirectory } from "../../runner/run-directory.js";
import { runLive } from "../../runner/run-live.js";
import type { FixtureOrigin } from "../../runner/save-fixture.js";
import { decodeTranscript, encodeTranscript } from "../../transcript/serialise.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { transportOf } from "../../wire/transport/faces.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { credentialsFor, secretsOf } from "../shell/credentials.js";
import { say } from "../shell/print.js";
import type { FileOptions } from "../shell/shared-options.js";
import { clientVersions } from "../shell/versions.js";
import type { AskOptions } from "./ask-options.js";
import type { Obtained, ObtainRequest } from "./obtain.js";
import { fixtureRecorder } from "./record-fixtures.js";
import { retryPolicy } from "./retry-policy.js";
import { stopWhenDecided } from "./stop-when-decided.js";

/** `record`: what passes is also written as fixtures. */
export type AskRequest = Omit<ObtainRequest, "options"> & {
  readonly options: AskOptions & Pick<FileOptions, "fixtures">;
  readonly record: boolean;
  /** The data set that is asked. */
  readonly dataset?: DatasetFacts;
  /** The folder of the run that this one goes on with; default: a new one. */
  readonly goOn?: string;
  /** Vary the prompt of every trial. */
  readonly nonce?: boolean;
  /** Ask each case until this decides. */
  readonly sequential?: SequentialRule;
};

/** Asks every planned case for real (or of a simulator), and keeps the evidence in a run directory. */
export async function obtainByAsking(request: AskRequest): Promise<Obtained> {
  const { plan, options, signal, mode, choice } = request;
  const credentials = await credentialsFor(mode, choice.targets, process.env);
  const redactor = createRedactor(mode === "live" ? await secretsOf(credentials, choice.targets, process.env) : []);
  const startedAt = new Date();
  const origin = await originOf(request, startedAt);
  const tools = { redactor, origin };
  const directory =
    request.goOn === undefined
      ? await RunDirectory.create(options.runs, factsOf(request, startedAt, origin), tools)
      : await RunDirectory.open(request.goOn, tools);
  say(`evidence: ${directory.path}`);
  const live = createLiveTransport({ environment: process.env });
  const fixtures = request.record
    ? fixtureRecorder(plan.cases, { folder: options.fixtures, origin, redactor, signal })
    : null;
  const progress = progressOf(plan.cases);
  const { sequential } = request;
  const stopping = sequential === undefined ? null : stopWhenDecided(sequential);
  try {
    const transcripts = await runLive(plan.cases, {
      exchange: live.within(deadlinesOf(options)),
      client: options.client,
      makeTransport: (exchange) => transportOf(exchange),
      credentialsFor: (target) => Promise.resolve(credentials(target)),
      baseUrlFor: baseUrlFor(options),
      source: mode === "live" ? "live" : "simulated",
      budget: new Budget({ maxCalls: options.maxCalls ?? null, maxCostUsd: options.maxCost ?? null }),
      retry: retryPolicy(options.retries),
      concurrency: options.concurrency,
      seed: options.seed,
      ...(request.nonce === true ? { nonceSeed: startedAt.getTime() ^ options.seed } : {}),
      now: () => new Date(),
      signal,
      ...(stopping === null ? {} : { isSettled: stopping.isSettled }),
      onTrial: async (planned, trial) => {
        stopping?.add(planned, trial.transcript);
        await directory.add(planned, trial);
        say(redactor.text(progress(trial.transcript)));
        await fixtures?.add(planned, trial);
      },
    });
    return {
      mode,
      // What a service said may hold what it was sent: reports and screens show only what the evidence may hold.
      transcripts: transcripts.map((one) => decodeTranscript(redactor.json(encodeTranscript(one)))),
      leftovers: [],
      versions: origin.versions,
      blankReplies: [],
      runDirectory: directory.path,
      recorded: fixtures?.recorded() ?? [],
      leaks: redactor.leaks,
    };
  } finally {
    await live.close();
  }
}

/** Where a target is asked: at the simulator, on the path of the target's own base URL; else nowhere but its own. */
function baseUrlFor({ simulator }: AskOptions): (target: Target) => string | null {
  if (simulator === undefined) return () => null;
  return ({ baseUrl }) => {
    const path = baseUrl === null ? "" : new URL(baseUrl).pathname.replace(/\/$/, "");
    return `${simulator.replace(/\/$/, "")}${path}`;
  };
}

function deadlinesOf(options: AskOptions): { firstByteMs: number; idleMs: number; totalMs: number } {
  return { firstByteMs: options.firstByteTimeout, idleMs: options.idleTimeout, totalMs: options.totalTimeout };
}

async function originOf({ mode, options }: AskRequest, startedAt: Date): Promise<FixtureOrigin> {
  const versions = await clientVersions(options.client);
  const isLive = mode === "live";
  return {
    source: isLive ? "recorded" : "authored",
    recordedAt: isLive ? startedAt.toISOString() : null,
    after: isLive ? null : "the simulator of llm-parity",
    note: null,
    endpoint: null,
    versions,
  };
}

function factsOf({ plan, options, sequential, dataset }: AskRequest, startedAt: Date, { versions }: FixtureOrigin) {
  const iso = startedAt.toISOString();
  return {
    id: iso.replace(/[:.]/g, "-"),
    startedAt: iso,
    arguments: process.argv.slice(2),
    versions,
    // Of a data set the cases are its rows, for every target.
    cases:
      dataset === undefined
        ? plan.cases.map(({ target, scenario, trials }) => ({ target: target.id, scenario: scenario.id, trials }))
        : [],
    ...(dataset === undefined ? {} : { dataset }),
    seed: options.seed,
    ...(sequential === undefined ? {} : { sequential }),
  };
}

function progressOf(cases: readonly PlannedCase[]): (transcript: Transcript) => string {
  const total = cases.reduce((sum, { trials, skip }) => sum + (skip === null ? trials : 1), 0);
  let done = 0;
  return ({ cell, trial, turns, notRun }) => {
    done += 1;
    const last = turns.at(-1)?.reply;
    const word = notRun?.reason ?? last?.failure?.kind ?? last?.completeness ?? "nothing asked";
    return `[${done}/${total}] ${cell.target} ${cell.scenario} #${trial}: ${word}`;
  };
}
