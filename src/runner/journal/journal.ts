import { type AppendFile, openToAppend } from "./journal-files.js";
import { encodeLine } from "./journal-line.js";

/** A record is on the disk at latest after so many records, and so long after it was written. */
const syncAfter = { records: 32, ms: 1_000 };

export type JournalOptions = {
  /** Size of the whole lines that are there already, see `readJournal`. Default: 0. */
  readonly sizeBytes?: number;
  /** Asked before each write; where it rejects, nothing more is written. Default: every write is allowed. */
  readonly mayWrite?: () => Promise<void>;
  /** Default: the file on disk. */
  readonly openFile?: (file: string) => Promise<AppendFile>;
};

/** `written`: the file system has the record. `kept`: it is on the disk. Either rejects where the record could not be kept. */
export type Appended = { readonly written: Promise<void>; readonly kept: Promise<void> };

/**
 * An append-only file of records, each one line with a checksum. Writes them in the order of `append`. One process may write at a time,
 * see `takeLock`. After a write or a sync has failed, that record and every later one is refused: what is on the disk is known again
 * only when the journal has been read.
 */
export class Journal {
  readonly file: string;
  readonly #out: AppendFile;
  readonly #mayWrite: () => Promise<void>;
  #sizeBytes: number;
  #last: Promise<void> = Promise.resolve();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #failure: { readonly error: unknown } | null = null;

  private constructor(file: string, out: AppendFile, { sizeBytes, mayWrite }: Begun) {
    this.file = file;
    this.#out = out;
    this.#mayWrite = mayWrite;
    this.#sizeBytes = sizeBytes;
  }

  /** Opens a journal, and cuts away what follows its whole lines. */
  static async open(file: string, options: JournalOptions = {}): Promise<Journal> {
    const { sizeBytes = 0, openFile = openToAppend, mayWrite = () => Promise.resolve() } = options;
    const out = await openFile(file);
    try {
      await out.truncate(sizeBytes);
      return new Journal(file, out, { sizeBytes, mayWrite });
    } catch (error) {
      await out.close();
      throw error;
    }
  }

  /** Adds a record. `json`: without a line feed. */
  append(json: string): Appended {
    const line = encodeLine(json);
    let waiting: Waiting = { resolve: () => undefined, reject: () => undefined };
    const kept = new Promise<void>((resolve, reject) => {
      waiting = { resolve, reject };
    });
    const written = this.#next(() => this.#write(line, waiting));
    written.catch(waiting.reject);
    // A caller may wait for one of the two alone.
    kept.catch(() => undefined);
    return { written, kept };
  }

  /** Brings every record to the disk and closes the file. Rejects where a record could not be kept. */
  async close(): Promise<void> {
    try {
      await this.#next(() => this.#sync());
    } finally {
      await this.#out.close();
    }
  }

  /** Does one file operation after the other, and none after one that failed. */
  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(async () => {
      if (this.#failure !== null) throw this.#failure.error;
      try {
        await work();
      } catch (error) {
        this.#fail(error);
        throw error;
      }
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #write(line: Buffer, waiting: Waiting): Promise<void> {
    await this.#mayWrite();
    try {
      for (let at = 0; at < line.length; ) at += await this.#out.write(line.subarray(at));
      this.#sizeBytes += line.length;
    } catch (error) {
      // A reader drops a torn line; without it the file is whole as it stands.
      await this.#mayWrite()
        .then(() => this.#out.truncate(this.#sizeBytes))
        .catch(() => undefined);
      throw error;
    }
    this.#waiting.push(waiting);
    if (this.#waiting.length === syncAfter.records) await this.#sync();
    else this.#timer ??= setTimeout(() => this.#next(() => this.#sync()).catch(() => undefined), syncAfter.ms);
  }

  async #sync(): Promise<void> {
    const waiting = this.#takeWaiting();
    try {
      if (waiting.length > 0) await this.#out.sync();
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      throw error;
    }
    for (const { resolve } of waiting) resolve();
  }

  #fail(error: unknown): void {
    this.#failure = { error };
    for (const { reject } of this.#takeWaiting()) reject(error);
  }

  #takeWaiting(): readonly Waiting[] {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}

type Begun = Required<Pick<JournalOptions, "sizeBytes" | "mayWrite">>;

type Waiting = { readonly resolve: () => void; readonly reject: (error: unknown) => void };
