import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { z } from "zod";
import type { Client } from "../../chat/api.js";
import { Journal } from "../../runner/journal/journal.js";
import { takeLock } from "../../runner/journal/lock.js";
import { readJournal } from "../../runner/journal/read-journal.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { encodeEntry } from "../../wire/har/har-encode.js";
import { parseJson } from "../../wire/json.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";

const journalName = "journal.jsonl";

/** What every kind of folder keeps of itself. `budget`: calls at most. */
type StoredFacts = {
  readonly schemaVersion: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly budget: number;
};

/** What every journal keeps of a call. */
type StoredCall = { readonly call: { readonly call: number } };

/** A kind of folder: the file that holds its facts and their shape; what it is and the command that makes it, for messages. */
type StoreKind<Facts> = {
  readonly noun: string;
  readonly facts: string;
  readonly schema: z.ZodType<Facts>;
  readonly command: string;
};

/** A folder of calls that cost money, open for writing by this process alone. */
export type CallStore<Facts, Kept> = {
  readonly folder: string;
  readonly facts: Facts;
  /** Calls at most. */
  readonly budget: number;
  /** The calls that were made before. */
  readonly earlier: readonly Kept[];
  readonly add: (kept: Kept, recorded: RecordedExchange | null, client: Client) => Promise<void>;
  /** Writes a file beside the journal. */
  readonly write: (name: string, value: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What is known of a folder before it has an id. */
type Begun = Omit<StoredFacts, "schemaVersion" | "id">;
type Named = Pick<StoredFacts, "schemaVersion" | "id">;

/** The folders of one kind. */
type CallStores<About, Kept> = {
  /** Begins a folder of its own below `root`. */
  readonly begin: (root: string, about: About, redactor: Redactor) => Promise<CallStore<Named & About, Kept>>;
  /** Opens a folder to go on with; `budget` null: its own. Rejects with UsageError for one that is none of its kind, and LockedError for one in use. */
  readonly resume: (
    folder: string,
    budget: number | null,
    redactor: Redactor,
  ) => Promise<CallStore<Named & About, Kept>>;
  /** What a folder knows, without opening it for writing. Throws UsageError for one that is none of its kind. */
  readonly read: (folder: string) => { readonly facts: Named & About; readonly calls: readonly Kept[] };
};

/** Begins, opens and reads the folders of a kind. */
export function callStores<About extends Begun, Kept extends StoredCall>(
  kind: StoreKind<Named & About>,
): CallStores<About, Kept> {
  return {
    begin: (root, about, redactor) =>
      beginStore(kind, { root, facts: { schemaVersion: 1, id: newStoreId(about.startedAt), ...about } }, redactor),
    resume: (folder, budget, redactor) => resumeStore(kind, { folder, budget }, redactor),
    read: (folder) => readStore(kind, folder),
  };
}

/** The name of a new folder: its time, and digits that set apart what begins in the same instant. */
function newStoreId(startedAt: string): string {
  return `${startedAt.replace(/[:.]/g, "-")}-${randomBytes(2).toString("hex")}`;
}

/** Begins a folder of its own below `root`, named by the id of its facts. */
async function beginStore<Facts extends StoredFacts, Kept extends StoredCall>(
  kind: StoreKind<Facts>,
  { root, facts }: { readonly root: string; readonly facts: Facts },
  redactor: Redactor,
): Promise<CallStore<Facts, Kept>> {
  const folder = join(root, facts.id);
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, kind.facts), redactedJson(facts, redactor));
  return openStore(folder, { facts, budget: facts.budget }, redactor);
}

/**
 * Opens a folder to go on with; `budget` null: its own. Throws UsageError for a folder that is none of its kind, and LockedError for
 * one in use.
 */
async function resumeStore<Facts extends StoredFacts, Kept extends StoredCall>(
  kind: StoreKind<Facts>,
  { folder, budget }: { readonly folder: string; readonly budget: number | null },
  redactor: Redactor,
): Promise<CallStore<Facts, Kept>> {
  const facts = readFacts(kind, folder);
  const made = readCalls<Kept>(join(folder, journalName)).calls.length;
  if (budget !== null && budget < made) {
    throw new UsageError(`--budget ${budget}: ${made} calls were already made`, {
      hint: `Give at least ${made}, or leave it out for the ${facts.budget} that the experiment began with.`,
    });
  }
  return openStore(folder, { facts, budget: budget ?? budgetOf(facts, made) }, redactor);
}

/** The budget of a folder that goes on without another: its own, or the calls that a larger one has allowed since. */
export function budgetOf({ budget }: Pick<StoredFacts, "budget">, made: number): number {
  return Math.max(budget, made);
}

/** What a folder knows, without opening it for writing. Throws UsageError for one that is none of its kind. */
function readStore<Facts, Kept extends StoredCall>(
  kind: StoreKind<Facts>,
  folder: string,
): { readonly facts: Facts; readonly calls: readonly Kept[] } {
  return { facts: readFacts(kind, folder), calls: readCalls<Kept>(join(folder, journalName)).calls };
}

function readFacts<Facts>({ facts, schema, noun, command }: StoreKind<Facts>, folder: string): Facts {
  const file = join(folder, facts);
  const parsed = existsSync(file) ? parseJson(readFileSync(file, "utf8")) : null;
  const read = schema.safeParse(parsed?.ok === true ? parsed.value : null);
  if (read.success) return read.data;
  throw new UsageError(`${formatPath(folder)} is not ${noun}`, {
    hint: `Name the folder that \`llm-parity ${command}\` printed.`,
  });
}

async function openStore<Facts extends StoredFacts, Kept extends StoredCall>(
  folder: string,
  { facts, budget }: Pick<CallStore<Facts, Kept>, "facts" | "budget">,
  redactor: Redactor,
): Promise<CallStore<Facts, Kept>> {
  const lock = await takeLock(folder);
  const file = join(folder, journalName);
  try {
    const { calls, sizeBytes } = readCalls<Kept>(file);
    const journal = await Journal.open(file, { sizeBytes, mayWrite: lock.check });
    return {
      ...{ folder, facts, budget, earlier: calls },
      add: async (kept, recorded, client) => {
        await journal.append(lineOf(file, { kept, recorded, client, redactor })).written;
      },
      write: async (name, value) => {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeAtomically(join(folder, name), redactedJson(value, redactor));
      },
      close: async () => {
        await journal.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

type Line = {
  readonly kept: StoredCall;
  readonly recorded: RecordedExchange | null;
  readonly client: Client;
  readonly redactor: Redactor;
};

/** A call with its bytes as the journal has it. Throws where a secret would be in it. */
function lineOf(file: string, { kept, recorded, client, redactor }: Line): string {
  const exchange = recorded === null ? null : redactor.exchange(recorded);
  const entry =
    exchange === null ? null : encodeEntry({ exchange, trial: kept.call.call, step: "ask", attempt: 1, client }, null);
  const json = redactor.json(JSON.stringify({ ...kept, entry }));
  refuseLeaks(file, [...redactor.leaks(json), ...(exchange === null ? [] : redactor.spelled(exchange))]);
  return json;
}

function redactedJson(value: unknown, redactor: Redactor): string {
  return `${redactor.json(JSON.stringify(value, null, 2))}\n`;
}

/**
 * The calls of a journal, and the size of its whole lines. A torn last line is the call that was under way. Throws UsageError for a damaged
 * line before whole ones: what was paid for after it would be lost.
 */
function readCalls<Kept extends StoredCall>(
  file: string,
): { readonly calls: readonly Kept[]; readonly sizeBytes: number } {
  const calls: Kept[] = [];
  let sizeBytes = 0;
  let damaged: number | null = null;
  for (const { line, json, offset, sizeBytes: length } of existsSync(file) ? readJournal(file) : []) {
    if (json === null) {
      damaged ??= line;
      continue;
    }
    if (damaged !== null) {
      throw new UsageError(`${formatPath(file)}, line ${damaged}: the line is damaged, and whole ones follow it`, {
        hint: "Restore the file from a copy, or cut it before that line: the calls after it are asked again.",
      });
    }
    const { entry: _, ...kept } = JSON.parse(json) as Kept & { readonly entry: unknown };
    calls.push(kept as unknown as Kept);
    sizeBytes = offset + length;
  }
  return { calls, sizeBytes };
}
