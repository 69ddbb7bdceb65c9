import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { encodeTranscript } from "../../transcript/serialise.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import type { LiveTrial } from "../live/run-live.js";
import type { PlannedCase } from "../plan.js";
import type { TakenExchange } from "../trial/trial-wire.js";
import { writeAtomically } from "./atomic-write.js";
import { fixturePath } from "./fixture-path.js";
import { refuseLeaks } from "./refuse-leaks.js";
import { type FixtureOrigin, fixtureOf, saveFixture } from "./save-fixture.js";

/** Which data set. `sha256`: of its bytes, in hexadecimal, so that a run is only continued with the same rows. */
export type DatasetFacts = { readonly file: string; readonly sha256: string; readonly samples: number };

/** What a run asks, and with which versions; never a secret. */
export type RunFacts = {
  readonly id: string;
  readonly startedAt: string;
  readonly arguments: readonly string[];
  readonly versions: { readonly [name: string]: string };
  readonly cases: readonly { readonly target: string; readonly scenario: string; readonly trials: number }[];
  readonly seed: number;
  /** The data set that was asked; absent: scenarios were. */
  readonly dataset?: DatasetFacts;
  /** The rule by which trials were stopped; absent: their number was fixed before. */
  readonly sequential?: { readonly [member: string]: number };
};

/**
 * The evidence of one run on disk: `run.json`, `trials.jsonl` (one line per finished trial, appended at once) and
 * `exchanges/`, one HAR per case, rewritten whole after each of its trials. Everything else can be derived from it.
 */
export class RunDirectory {
  readonly path: string;
  readonly #redactor: Redactor;
  readonly #origin: FixtureOrigin;
  readonly #taken = new Map<PlannedCase, { trial: number; taken: readonly TakenExchange[] }[]>();
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, redactor: Redactor, origin: FixtureOrigin) {
    this.path = path;
    this.#redactor = redactor;
    this.#origin = origin;
  }

  static async create(
    root: string,
    facts: RunFacts,
    { redactor, origin }: { readonly redactor: Redactor; readonly origin: FixtureOrigin },
  ): Promise<RunDirectory> {
    const path = join(root, facts.id);
    await mkdir(path, { recursive: true });
    const file = join(path, "run.json");
    const text = redactor.json(`${JSON.stringify({ formatVersion: 1, ...facts }, null, 2)}\n`);
    refuseLeaks(file, redactor.leaks(text));
    await writeAtomically(file, text);
    return new RunDirectory(path, redactor, origin);
  }

  /** Continues an existing run: appends further trials after its last whole line. */
  static async open(
    path: string,
    tools: { readonly redactor: Redactor; readonly origin: FixtureOrigin },
  ): Promise<RunDirectory> {
    await cutToWholeLines(join(path, "trials.jsonl"));
    return new RunDirectory(path, tools.redactor, tools.origin);
  }

  /** Stores one finished trial. Calls may overlap: trials are written one after the other. */
  add(planned: PlannedCase, finished: LiveTrial): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write(planned, finished));
    return this.#writing;
  }

  async #write(planned: PlannedCase, { transcript, taken }: LiveTrial): Promise<void> {
    if (taken.length > 0) {
      const trials = [...(this.#taken.get(planned) ?? []), { trial: transcript.trial, taken }];
      trials.sort((a, b) => a.trial - b.trial);
      this.#taken.set(planned, trials);
      const { scenario, target } = planned;
      const fixture = fixtureOf({ scenario, target, client: transcript.cell.client }, trials, this.#origin);
      await saveFixture(fixturePath(join(this.path, "exchanges"), target, scenario.id), fixture, this.#redactor);
    }
    const file = join(this.path, "trials.jsonl");
    const line = this.#redactor.json(encodeTranscript(transcript));
    refuseLeaks(file, this.#redactor.leaks(line));
    await appendFile(file, `${line}\n`);
  }
}

async function cutToWholeLines(file: string): Promise<void> {
  if (!existsSync(file)) return;
  const bytes = await readFile(file);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) await truncate(file, whole);
}
