import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Client } from "../../chat/api.js";
import { Journal } from "../../runner/journal/journal.js";
import { takeLock } from "../../runner/journal/lock.js";
import { readJournal } from "../../runner/journal/read-journal.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import type { ExperimentCall, Space } from "../../verdict/experiment/space.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { encodeEntry } from "../../wire/har/har-encode.js";
import { parseJson } from "../../wire/json.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";

const files = { facts: "experiment.json", journal: "journal.jsonl" } as const;

/** What an experiment is about, as `experiment.json` keeps it. */
export type ExperimentFacts = {
  readonly schemaVersion: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly program: string;
  readonly cell: string;
  /** The run that the cell is from, as the command named it; null: a fixture. */
  readonly run: string | null;
  /** SIMULATED: a simulator is asked; null: the services. */
  readonly mark: "SIMULATED" | null;
  readonly seed: number;
  /** Of the references that vary the prompts: another one for each live experiment, so that no cache has seen them. */
  readonly nonceSeed: number;
  readonly budget: number;
  readonly symptom: readonly string[];
  readonly space: Space;
};

/** A call as the journal keeps it: what it showed, and its bytes. */
export type KeptCall = {
  readonly call: ExperimentCall;
  readonly findings: readonly string[];
  readonly why: string | null;
  readonly requestId: string | null;
  /** In US dollars; an estimate where the reply does not tell. */
  readonly costUsd: number;
};

/** An experiment on the disk, open for writing by this process alone. */
export type ExperimentStore = {
  readonly folder: string;
  readonly facts: ExperimentFacts;
  /** Calls at most. */
  readonly budget: number;
  /** The calls that were made before. */
  readonly earlier: readonly KeptCall[];
  readonly add: (kept: KeptCall, recorded: RecordedExchange | null, client: Client) => Promise<void>;
  /** Writes a file beside the journal. */
  readonly write: (name: string, value: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Begins an experiment in a folder of its own below `root`. */
export async function beginExperiment(
  root: string,
  about: Omit<ExperimentFacts, "schemaVersion" | "id">,
  redactor: Redactor,
): Promise<ExperimentStore> {
  const id = `${about.startedAt.replace(/[:.]/g, "-")}-${randomBytes(2).toString("hex")}`;
  const facts: ExperimentFacts = { schemaVersion: 1, id, ...about };
  const folder = join(root, id);
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, files.facts), redactedJson(facts, redactor));
  return openStore(folder, { facts, budget: facts.budget }, redactor);
}

/**
 * Opens an experiment to go on with; `budget` null: its own. Throws UsageError for a folder that is none, and LockedError for one in use.
 */
export async function resumeExperiment(
  folder: string,
  budget: number | null,
  redactor: Redactor,
): Promise<ExperimentStore> {
  const facts = readFacts(folder);
  const made = readCalls(join(folder, files.journal)).calls.length;
  if (budget !== null && budget < made) {
    throw new UsageError(`--budget ${budget}: ${made} calls were made already`, {
      hint: `Give at least ${made}, or leave it out for the ${facts.budget} that the experiment began with.`,
    });
  }
  return openStore(folder, { facts, budget: budget ?? facts.budget }, redactor);
}

/** What an experiment knows, without opening it for writing: for a plan. Throws UsageError for a folder that is none. */
export function readExperiment(folder: string): {
  readonly facts: ExperimentFacts;
  readonly calls: readonly KeptCall[];
} {
  return { facts: readFacts(folder), calls: readCalls(join(folder, files.journal)).calls };
}

function readFacts(folder: string): ExperimentFacts {
  const file = join(folder, files.facts);
  const parsed = existsSync(file) ? parseJson(readFileSync(file, "utf8")) : null;
  const read = factsSchema.safeParse(parsed?.ok === true ? parsed.value : null);
  if (read.success) return read.data;
  throw new UsageError(`${formatPath(folder)} is not an experiment`, {
    hint: "Name the folder that `llm-parity investigate` printed.",
  });
}

const factsSchema: z.ZodType<ExperimentFacts> = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  startedAt: z.string(),
  program: z.string(),
  cell: z.string(),
  run: z.string().nullable(),
  mark: z.enum(["SIMULATED"]).nullable(),
  seed: z.number(),
  nonceSeed: z.number(),
  budget: z.number(),
  symptom: z.array(z.string()),
  space: z.custom<Space>((value) => typeof value === "object" && value !== null && "factors" in value),
});

async function openStore(
  folder: string,
  { facts, budget }: Pick<ExperimentStore, "facts" | "budget">,
  redactor: Redactor,
): Promise<ExperimentStore> {
  const lock = await takeLock(folder);
  const file = join(folder, files.journal);
  try {
    const { calls, sizeBytes } = readCalls(file);
    const journal = await Journal.open(file, { sizeBytes });
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
  readonly kept: KeptCall;
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
function readCalls(file: string): { readonly calls: readonly KeptCall[]; readonly sizeBytes: number } {
  const calls: KeptCall[] = [];
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
    const { entry: _, ...kept } = JSON.parse(json) as KeptCall & { readonly entry: unknown };
    calls.push(kept);
    sizeBytes = offset + length;
  }
  return { calls, sizeBytes };
}
