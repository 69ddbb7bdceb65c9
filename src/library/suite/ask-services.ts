import type { Client } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import { type AskEvent, type AskLiveOptions, askLive, type Continued } from "../../runner/ask-live.js";
import type { RunDescription } from "../../runner/describe-run.js";
import type { LiveTrial } from "../../runner/live/live-options.js";
import { createPace } from "../../runner/pace/create-pace.js";
import { runPace } from "../../runner/pace/limits-of.js";
import { type Plan, type PlannedCase, planOf } from "../../runner/plan.js";
import { casesOfShard, type Shard } from "../../runner/shard.js";
import type { StopRule } from "../../runner/stop-rule.js";
import { readRun } from "../../runner/store/read-run.js";
import type { RecordedFixture } from "../../runner/store/record-fixtures.js";
import { type DatasetFacts, versionChanges } from "../../runner/store/run-facts.js";
import { createProgress } from "../../runner/store/run-progress.js";
import type { Provider } from "../../scenario/provider.js";
import { judgeCell } from "../../verdict/judge-cell.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";
import { systemTimers } from "../../wire/transport/timers.js";
import type { FileOptions } from "../choose.js";
import { presentEditionName } from "../editions/read-editions.js";
import { limitsOfShard, paceOfShard } from "../fleet/limits-of-shard.js";
import { openQueue, reachNothing } from "../fleet/queued-run.js";
import { confirmSuspects, type Suspicion } from "../nights/confirm-suspects.js";
import { UsageError } from "../usage-error.js";
import { clientVersions, programCommit } from "../versions.js";
import { usualQuotaShare } from "./quota-share.js";
import { type Reach, reachServices } from "./reach-services.js";
import type { RunResult } from "./run-result.js";
import { stopWhenDecided } from "./stop-when-decided.js";

/** How services are asked, how often, and at what maximum cost. */
export type AskOptions = {
  readonly simulator?: string;
  readonly client: Client | "both";
  readonly trials: number;
  readonly retries: number;
  /** Absent: `inFlight` of `models.yaml`, else four. */
  readonly concurrency?: number;
  readonly seed: number;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly maxMinutes?: number;
  /** The share of each quota of `models.yaml` that the run may use; absent: a fifth. */
  readonly quotaShare?: number;
  readonly firstByteTimeout: number;
  readonly idleTimeout: number;
  readonly totalTimeout: number;
  readonly runs: string;
};

/** What is asked, of whom, and what is kept of it. */
export type AskRequest = {
  readonly plan: Plan;
  readonly targets: readonly Target[];
  /** Those of `models.yaml`, with their pace and quotas. */
  readonly providers: readonly Provider[];
  readonly options: AskOptions & Pick<FileOptions, "fixtures">;
  /** Aborts the trials under way; absent: never. */
  readonly signal?: AbortSignal;
  /** Starts no further trial; absent: never. */
  readonly stop?: AbortSignal;
  /** Where keys, regions and proxies are read from. */
  readonly environment: NodeJS.ProcessEnv;
  /** The options of the command, as the evidence keeps them: what a later command needs to continue or to report the run. */
  readonly kept: { readonly [name: string]: unknown };
  readonly onEvent: (event: AskEvent) => void;
  /** Also write the exchanges as fixtures. */
  readonly record: boolean;
  /** The data set that is asked; absent: scenarios are. */
  readonly dataset?: DatasetFacts;
  /** The run that goes on; absent: a new one. */
  readonly continued?: Continued;
  /** Vary the prompt of every trial; absent: no. */
  readonly nonce?: boolean;
  /** Seed of those variations; absent: another in each run. */
  readonly nonceSeed?: number;
  /** Ask this part of the plan, within its share of the limits; absent: all of it. */
  readonly shard?: Shard;
  /** Let workers ask, by the queue in the database of the environment; absent: this process asks. */
  readonly queue?: true;
  /** Ask each case until this decides; absent: every planned trial is made. */
  readonly sequential?: SequentialRule;
  /** Ask the first trials of every case, and the rest of suspects alone; absent: every planned trial is made. */
  readonly suspicion?: Suspicion;
};

/** `recorded`: what became of the fixture of each case; empty when none were to be written. */
export type AskResult = RunResult & { readonly recorded: readonly RecordedFixture[] };

/**
 * Asks every planned case, of its service or of the simulator that is named. A column whose credentials are missing is blocked: each of its
 * cases has one trial that says so. Throws UsageError where nothing else is left to ask, and where no simulator answers.
 */
export async function askServices(request: AskRequest): Promise<AskResult> {
  const { options, environment, continued } = request;
  refuseOtherNonces(request);
  const commit = programCommit();
  const { cases, blocked, credentialsFor, redactor } = await reach(request);
  const limits = limitsOfShard(
    { maxCalls: options.maxCalls ?? null, maxCostUsd: options.maxCost ?? null },
    request.plan,
    request.shard ?? null,
  );
  const versions = await clientVersions(options.client);
  if (continued !== undefined) refuseOtherVersions(continued, versions);
  const description = describe(request, versions, await commit);
  for (const columns of blocked) request.onEvent({ kind: "blocked", ...columns });
  const queue = request.queue === true ? await openQueue(request, limits) : null;
  const asked = await askLive(cases, {
    ...(queue === null ? {} : { elsewhere: queue.elsewhere }),
    client: options.client,
    credentialsFor,
    simulator: options.simulator ?? null,
    environment,
    limits,
    deadlines: {
      firstByteMs: options.firstByteTimeout,
      idleMs: options.idleTimeout,
      totalMs: options.totalTimeout,
    },
    retries: options.retries,
    concurrency: options.concurrency ?? null,
    maxMinutes: options.maxMinutes ?? null,
    makePace: paceMaker(request, options.quotaShare ?? usualQuotaShare),
    stopRule: ruleOf(request),
    evidence: continued ?? { root: options.runs, description },
    fixtures: request.record ? { folder: options.fixtures, whyUnanswered } : null,
    redactor,
    signal: request.signal ?? never,
    stop: request.stop ?? never,
    onEvent: request.onEvent,
  }).finally(() => queue?.close());
  return {
    mode: description.mode,
    startedAt: continued?.facts.startedAt ?? description.startedAt.toISOString(),
    transcripts: asked.transcripts,
    asked: asked.asked,
    unasked: asked.unasked,
    leftovers: [],
    versions,
    commit: continued === undefined ? description.commit : (continued.facts.commit ?? null),
    edition: (continued === undefined ? description.edition : continued.facts.edition)?.id ?? null,
    blankReplies: [],
    runDirectory: asked.runDirectory,
    leaks: redactor.leaks,
    recorded: asked.recorded,
  };
}

/** The cases of the run, or of its shard, and how their services are reached. */
function reach({ plan, targets, queue, ...request }: AskRequest): Promise<Reach> {
  const { environment, options, continued } = request;
  const shard = request.shard ?? null;
  const own = planOf(casesOfShard(plan.cases, shard));
  if (queue === true) return Promise.resolve(reachNothing(own, environment));
  return reachServices({
    plan: own,
    targets: targets.filter(({ id }) => shard === null || own.cases.some(({ target }) => target.id === id)),
    simulator: options.simulator ?? null,
    environment,
    isComplete: () => continued !== undefined && isWhole(continued, { ...request, plan: own }),
  });
}

function describe(
  request: AskRequest,
  versions: RunDescription["versions"],
  commit: RunDescription["commit"],
): RunDescription {
  const { options, kept, nonce, nonceSeed, shard, dataset, sequential, suspicion } = request;
  return {
    startedAt: new Date(),
    mode: options.simulator === undefined ? "live" : "simulator",
    options: kept,
    versions,
    commit,
    edition: presentEditionName(),
    seed: options.seed,
    nonce: nonce === true,
    ...(nonceSeed === undefined ? {} : { nonceSeed }),
    ...(shard === undefined ? {} : { shard: { part: shard, whole: request.plan.cases } }),
    ...(dataset === undefined ? {} : { dataset }),
    ...(sequential === undefined ? {} : { sequential }),
    ...(suspicion === undefined ? {} : { screenTrials: suspicion.screen }),
  };
}

/** The pace of the run, or of its shard. */
function paceMaker({ providers, plan, shard }: AskRequest, quotaShare: number): AskLiveOptions["makePace"] {
  const pace = runPace(providers, quotaShare);
  const limits = paceOfShard(pace.limits, plan, shard ?? null);
  return (onSlowed) => ({ ...pace, limits, pace: createPace(limits, { timers: systemTimers, onSlowed }) });
}

/** The shards of one run vary their prompts alike, or they would be no sample of one cell. */
function refuseOtherNonces({ shard, nonce, nonceSeed, continued }: AskRequest): void {
  if (shard === undefined || nonce !== true || nonceSeed !== undefined || continued !== undefined) return;
  throw new UsageError("--shard with --nonce needs --nonce-seed: the shards of a run vary their prompts alike", {
    hint: "Give every shard the same number, and every run another, such as the number of the CI run.",
  });
}

/** Trials of two versions are no sample of one cell. */
function refuseOtherVersions({ path, facts }: Continued, versions: Continued["facts"]["versions"]): void {
  const changes = versionChanges(facts.versions, versions);
  if (changes.length === 0) return;
  throw new UsageError(`${path} cannot be continued: ${changes.join("; ")}`, {
    hint: "Use the versions that it was made with, or start a new run.",
  });
}

const never = new AbortController().signal;

/** A new one each time: it counts the trials that it is given. */
function ruleOf({ sequential, suspicion }: Pick<AskRequest, "sequential" | "suspicion">): StopRule | null {
  if (suspicion !== undefined) return confirmSuspects(suspicion);
  return sequential === undefined ? null : stopWhenDecided(sequential);
}

/** True for a run of which no trial is left to ask. */
function isWhole(
  { path, retryExcluded }: Continued,
  request: Pick<AskRequest, "plan" | "sequential" | "suspicion">,
): boolean {
  const { cases } = request.plan;
  const earlier = readRun(path).transcripts.map((transcript) => ({ round: 0, transcript }));
  return createProgress(cases, { earlier, retryExcluded, stopRule: ruleOf(request) }).unasked() === 0;
}

/** Why no trial of a case was answered; null: at least one was, however bad the answer. */
function whyUnanswered({ scenario, target }: PlannedCase, trials: readonly LiveTrial[]): string | null {
  const transcripts = trials.map(({ transcript }) => transcript);
  const { capabilities, upstreamName } = target;
  const { observed, reason, reasonText } = judgeCell(transcripts, scenario, { capabilities, upstreamName });
  if (observed !== "blocked" && observed !== "not-run") return null;
  return [observed, reason, reasonText].filter((text) => text !== null).join(": ");
}
