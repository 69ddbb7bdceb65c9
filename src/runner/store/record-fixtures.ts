import { existsSync, readFileSync } from "node:fs";
import { HarError, type HarFile, readHar } from "../../wire/har/har.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import type { LiveTrial } from "../live/live-options.js";
import type { PlannedCase } from "../plan.js";
import { fixturePath } from "./fixture-path.js";
import { type FixtureOrigin, fixtureOf, saveFixture } from "./save-fixture.js";
import { keyOfPlanned } from "./trial-key.js";

/**
 * What became of the fixture of one case. `new`: there was none before; `replaced`: it took the place of an earlier one;
 * `kept`: the earlier one stays, since the service gave no answer; `none`: nothing was sent. `reason`: why there is no
 * answer; null: there is one.
 */
export type RecordedFixture = {
  readonly planned: PlannedCase;
  readonly file: string;
  readonly outcome: "new" | "replaced" | "kept" | "none";
  readonly reason: string | null;
  /** The fixture before and after; null: no readable file. */
  readonly before: HarFile | null;
  readonly after: HarFile | null;
};

/** What happens to a fixture while it is recorded. `fixture-unreadable`: the file is damaged. */
export type FixtureEvent =
  | { readonly kind: "fixture-recorded"; readonly file: string }
  | { readonly kind: "fixture-kept"; readonly file: string; readonly reason: string | null }
  | { readonly kind: "fixture-unreadable"; readonly message: string };

export type FixtureRecorder = {
  /** Takes one finished trial. The last trial of a case writes its fixture, whole or not at all. */
  readonly add: (planned: PlannedCase, finished: LiveTrial) => Promise<void>;
  /** One for each case whose trials have all finished, in the order of the plan. */
  readonly recorded: () => readonly RecordedFixture[];
};

export type FixtureRecording = {
  readonly folder: string;
  readonly origin: FixtureOrigin;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Why no trial of a case was answered; null: at least one was, however bad the answer. */
  readonly whyUnanswered: (planned: PlannedCase, trials: readonly LiveTrial[]) => string | null;
  readonly onEvent: (event: FixtureEvent) => void;
};

/**
 * Writes one fixture for every case that was asked. A case that was stopped, or blocked before an answer (credentials,
 * access, throttled, no connection), never replaces a recording: its evidence is in the run directory.
 */
export function createFixtureRecorder(cases: readonly PlannedCase[], recording: FixtureRecording): FixtureRecorder {
  const pending = new Map<string, LiveTrial[]>();
  const written = new Map<string, RecordedFixture>();
  return {
    add: async (planned, finished) => {
      const key = keyOfPlanned(planned);
      const trials = [...(pending.get(key) ?? []), finished];
      pending.set(key, trials);
      if (trials.length < (planned.skip === null ? planned.trials : 1)) return;
      pending.delete(key);
      trials.sort((a, b) => a.transcript.trial - b.transcript.trial);
      written.set(key, await recordCase(planned, trials, recording));
    },
    recorded: () => cases.flatMap((planned) => written.get(keyOfPlanned(planned)) ?? []),
  };
}

async function recordCase(
  planned: PlannedCase,
  trials: readonly LiveTrial[],
  { folder, origin, redactor, signal, whyUnanswered, onEvent }: FixtureRecording,
): Promise<RecordedFixture> {
  const { scenario, target } = planned;
  const file = fixturePath(folder, target, scenario.id);
  const before = readFixture(file, onEvent);
  const why = whyUnanswered(planned, trials);
  const reason = why === null ? null : redactor.text(why);
  const taken = trials.map((one) => ({ trial: one.transcript.trial, taken: one.taken })).filter(hasSome);
  const client = trials[0]?.transcript.cell.client;
  const common = { planned, file, before, reason };
  if (client === undefined || taken.length === 0) return { ...common, outcome: "none", after: before };
  if (existsSync(file) && (signal.aborted || reason !== null)) {
    const stopped = signal.aborted ? "stopped before it was whole" : reason;
    onEvent({ kind: "fixture-kept", file, reason: stopped });
    return { ...common, reason: stopped, outcome: "kept", after: before };
  }
  const outcome = existsSync(file) ? "replaced" : "new";
  await saveFixture(file, fixtureOf({ scenario, target, client }, taken, origin), redactor);
  onEvent({ kind: "fixture-recorded", file });
  return { ...common, outcome, after: readFixture(file, onEvent) };
}

function hasSome({ taken }: { readonly taken: readonly unknown[] }): boolean {
  return taken.length > 0;
}

/** Null also for a damaged file, which will be replaced. */
function readFixture(file: string, onEvent: FixtureRecording["onEvent"]): HarFile | null {
  if (!existsSync(file)) return null;
  try {
    return readHar(readFileSync(file, "utf8"), file);
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    onEvent({ kind: "fixture-unreadable", message: error.message });
    return null;
  }
}
