import { existsSync, readFileSync } from "node:fs";
import { fixturePath } from "../../runner/fixture-path.js";
import type { PlannedCase } from "../../runner/plan.js";
import type { LiveTrial } from "../../runner/run-live.js";
import { type FixtureOrigin, fixtureOf, saveFixture } from "../../runner/save-fixture.js";
import { judgeCell } from "../../verdict/judge-cell.js";
import { HarError, type HarFile, readHar } from "../../wire/har/har.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import { say } from "../shell/print.js";
import { shown } from "../shell/shared-options.js";

/**
 * What became of the fixture of one case. `new`: there was none; `replaced`; `kept`: the one that was there stays, since
 * the service gave no answer; `none`: nothing was sent. `reason`: why there is no answer; null: there is one.
 */
export type RecordedFixture = {
  readonly planned: PlannedCase;
  readonly file: string;
  readonly outcome: "new" | "replaced" | "kept" | "none";
  readonly reason: string | null;
  /** What lay there before, and what lies there now; null: nothing that can be read. */
  readonly before: HarFile | null;
  readonly after: HarFile | null;
};

export type FixtureRecorder = {
  /** Takes one finished trial. The last one of a case writes its fixture, whole or not at all. */
  readonly add: (planned: PlannedCase, finished: LiveTrial) => Promise<void>;
  /** One for each case whose trials are all over, in the order of the plan. */
  readonly recorded: () => readonly RecordedFixture[];
};

/**
 * Writes one fixture for every case that was asked. What was stopped, or blocked before an answer (credentials, access,
 * throttled, no connection), never takes the place of a recording: its evidence is in the run directory.
 */
export function fixtureRecorder(
  cases: readonly PlannedCase[],
  options: {
    readonly folder: string;
    readonly origin: FixtureOrigin;
    readonly redactor: Redactor;
    readonly signal: AbortSignal;
  },
): FixtureRecorder {
  const sofar = new Map<string, LiveTrial[]>();
  const written = new Map<string, RecordedFixture>();
  const keyOf = ({ target, scenario }: PlannedCase) => `${target.id} ${scenario.id}`;
  return {
    add: async (planned, finished) => {
      const key = keyOf(planned);
      const trials = [...(sofar.get(key) ?? []), finished];
      sofar.set(key, trials);
      if (trials.length < (planned.skip === null ? planned.trials : 1)) return;
      sofar.delete(key);
      trials.sort((a, b) => a.transcript.trial - b.transcript.trial);
      written.set(key, await recordCase(planned, trials, options));
    },
    recorded: () => cases.flatMap((planned) => written.get(keyOf(planned)) ?? []),
  };
}

async function recordCase(
  planned: PlannedCase,
  trials: readonly LiveTrial[],
  { folder, origin, redactor, signal }: Parameters<typeof fixtureRecorder>[1],
): Promise<RecordedFixture> {
  const { scenario, target } = planned;
  const file = fixturePath(folder, target, scenario.id);
  const before = readBefore(file);
  const why = noAnswer(planned, trials);
  const reason = why === null ? null : redactor.text(why);
  const taken = trials.map((one) => ({ trial: one.transcript.trial, taken: one.taken })).filter(hasSome);
  const client = trials[0]?.transcript.cell.client;
  const common = { planned, file, before, reason };
  if (client === undefined || taken.length === 0) return { ...common, outcome: "none", after: before };
  if (existsSync(file) && (signal.aborted || reason !== null)) {
    const stopped = signal.aborted ? "stopped before it was whole" : reason;
    say(`kept ${shown(file)}: ${stopped}`);
    return { ...common, reason: stopped, outcome: "kept", after: before };
  }
  const outcome = existsSync(file) ? "replaced" : "new";
  await saveFixture(file, fixtureOf({ scenario, target, client }, taken, origin), redactor);
  say(`recorded ${shown(file)}`);
  return { ...common, outcome, after: readBefore(file) };
}

/** Why no trial was answered; null: one was, well or badly. */
function noAnswer({ scenario, target }: PlannedCase, trials: readonly LiveTrial[]): string | null {
  const { observed, reason, reasonText } = judgeCell(
    trials.map(({ transcript }) => transcript),
    scenario,
    target.capabilities,
    { upstreamName: target.upstreamName },
  );
  if (observed !== "blocked" && observed !== "not-run") return null;
  return [observed, reason, reasonText].filter((text) => text !== null).join(": ");
}

function hasSome({ taken }: { readonly taken: readonly unknown[] }): boolean {
  return taken.length > 0;
}

/** Null also for a damaged file: it is replaced by one that is none. */
function readBefore(file: string): HarFile | null {
  if (!existsSync(file)) return null;
  try {
    return readHar(readFileSync(file, "utf8"), file);
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    say(`${shown(error.message)}: there is nothing to compare with`);
    return null;
  }
}
