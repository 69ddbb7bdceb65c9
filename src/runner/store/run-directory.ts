import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Transcript } from "../../transcript/transcript.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import { Journal, type JournalOptions } from "../journal/journal.js";
import { syncFolder } from "../journal/journal-files.js";
import { type Lock, takeLock } from "../journal/lock.js";
import type { LiveTrial } from "../live/live-options.js";
import { type Rename, writeAtomically } from "./atomic-write.js";
import { type EvidenceError, noLongerKept, unkeepable } from "./evidence-error.js";
import { isThinned, readTrials } from "./read-journal-run.js";
import { refuseLeaks } from "./refuse-leaks.js";
import type { RunFacts } from "./run-facts.js";
import { runFiles, runFormatVersion } from "./run-files.js";
import { RunError } from "./stored-run.js";
import { encodeTrial, type StoredTrial } from "./trial-record.js";

/** A trial that was added. `transcript`: as it is stored, without secrets. `kept`: resolves when the trial is on the disk. */
export type AddedTrial = { readonly transcript: Transcript; readonly kept: Promise<void> };

/** `journal`: how its file is opened; `rename`: how `run.json` gets its name; default of both: by the file system. */
export type RunDirectoryTools = {
  readonly redactor: Redactor;
  readonly journal?: Pick<JournalOptions, "openFile">;
  readonly rename?: Rename;
};

/**
 * The evidence of one run on disk: `run.json`, and `journal.jsonl` with one record for each finished trial, its bytes included. Everything
 * else is made from them. While it is open it holds the lock of its folder, see `takeLock`. Every method throws EvidenceError where the
 * file system refuses.
 */
export class RunDirectory {
  readonly path: string;
  readonly #journal: Journal;
  readonly #lock: Lock;
  readonly #redactor: Redactor;

  private constructor(
    path: string,
    { journal, lock, redactor }: { readonly journal: Journal; readonly lock: Lock; readonly redactor: Redactor },
  ) {
    this.path = path;
    this.#journal = journal;
    this.#lock = lock;
    this.#redactor = redactor;
  }

  /** Makes the folder `root/<id>`. Throws SecretInFixtureError where `facts` would hold a secret. */
  static async create(root: string, facts: RunFacts, tools: RunDirectoryTools): Promise<RunDirectory> {
    const path = join(root, facts.id);
    const file = join(path, runFiles.facts);
    const { redactor } = tools;
    const text = redactor.json(`${JSON.stringify({ formatVersion: runFormatVersion, ...facts }, null, 2)}\n`);
    refuseLeaks(file, redactor.leaks(text));
    return orEvidenceError(
      (error) => unkeepable(root, error),
      async () => {
        await mkdir(root, { recursive: true });
        await mkdir(path);
        try {
          return await withLock(path, async (lock) => {
            await writeAtomically(file, text, tools.rename);
            const journal = await Journal.open(join(path, runFiles.journal), tools.journal);
            await syncFolder(path);
            await syncFolder(root);
            return new RunDirectory(path, { journal, lock, redactor });
          });
        } catch (error) {
          // Nothing was asked yet: a folder without a run would only be in the way.
          await rm(path, { recursive: true, force: true }).catch(() => undefined);
          throw error;
        }
      },
    );
  }

  /** Opens an existing run to add further trials, and reads those that are there. Throws LockedError where another process writes. */
  static async open(path: string, { redactor, journal }: RunDirectoryTools): Promise<OpenedRun> {
    return orEvidenceError(
      (error) => noLongerKept(path, error),
      () =>
        withLock(path, async (lock) => {
          if (isThinned(path))
            throw new RunError(`${path}: was pruned, so that not all of its trials are there: it cannot go on`);
          const file = join(path, runFiles.journal);
          const { trials, wholeBytes } = readTrials(file);
          const opened = await Journal.open(file, { ...journal, sizeBytes: wholeBytes });
          return { directory: new RunDirectory(path, { journal: opened, lock, redactor }), earlier: trials };
        }),
    );
  }

  /**
   * Adds one finished trial, and resolves when the file system has it. `round`: see StoredTrial. After one trial could not be kept, no later
   * one is. Throws SecretInFixtureError where a secret is left after redaction.
   */
  async add(finished: LiveTrial, round: number): Promise<AddedTrial> {
    const { json, transcript } = encodeTrial(finished, round, { redactor: this.#redactor, file: this.#journal.file });
    const { written, kept } = this.#journal.append(json);
    await this.#orNoLongerKept(() => written);
    return { transcript, kept };
  }

  /** Brings every trial to the disk and gives the folder back. */
  async close(): Promise<void> {
    try {
      await this.#orNoLongerKept(() => this.#journal.close());
    } finally {
      await this.#lock.release();
    }
  }

  #orNoLongerKept<Result>(work: () => Promise<Result>): Promise<Result> {
    return orEvidenceError((error) => noLongerKept(this.path, error), work);
  }
}

type OpenedRun = { readonly directory: RunDirectory; readonly earlier: readonly StoredTrial[] };

/** Gives the lock of `path` to `work`, which keeps it; where `work` fails the lock is free again. */
async function withLock<Result>(path: string, work: (lock: Lock) => Promise<Result>): Promise<Result> {
  const lock = await takeLock(path);
  try {
    return await work(lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Errors of the file system become what `describe` makes of them; ours pass. */
async function orEvidenceError<Result>(
  describe: (error: Error) => EvidenceError | Promise<EvidenceError>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && "code" in error) throw await describe(error);
    throw error;
  }
}
