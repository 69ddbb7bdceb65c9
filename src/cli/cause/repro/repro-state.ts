import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { requireFree } from "../../../library/evidence/write-bundle.js";
import { formatPath } from "../../../library/format-path.js";
import { UsageError } from "../../../library/usage-error.js";
import { writeAtomically } from "../../../runner/store/atomic-write.js";
import { parseJson } from "../../../wire/json.js";

const stateSchema = z.strictObject({
  schemaVersion: z.literal(1),
  case: z.string().describe("The case of `llm-parity repro`."),
  mark: z.enum(["DEMO"]).nullable().describe("DEMO: our simulator is asked; null: the services."),
  seed: z.number(),
  targets: z.array(z.string()).describe("Ids of the targets of the matrix."),
  done: z
    .strictObject({ probes: z.boolean(), matrix: z.boolean(), bundle: z.boolean(), answer: z.boolean() })
    .describe("The steps that are over; one that is not is gone on with."),
});
type State = z.infer<typeof stateSchema>;

/** What a reproduction was begun with. */
export type ReproFacts = Pick<State, "case" | "mark" | "seed" | "targets">;

/** How far a reproduction is; kept in `repro.json` of its folder. */
export type ReproProgress = {
  readonly isDone: (step: keyof State["done"]) => boolean;
  /** Notes that a step is over. */
  readonly end: (step: keyof State["done"]) => Promise<void>;
  /** True: something was done before. */
  readonly isResumed: boolean;
};

const name = "repro.json";

/**
 * Opens the folder of a reproduction: a new one, or one that was interrupted, which goes on. Throws UsageError for a folder that holds
 * anything else, a reproduction that is finished, or one that was begun with other words.
 */
export async function openRepro(folder: string, facts: ReproFacts): Promise<ReproProgress> {
  const before = readState(folder);
  if (before === null) requireFree(folder);
  else refuseOther(folder, before, facts);
  let state: State = before ?? {
    ...{ schemaVersion: 1, ...facts },
    done: { probes: false, matrix: false, bundle: false, answer: false },
  };
  const write = () => writeAtomically(join(folder, name), `${JSON.stringify(state, null, 2)}\n`);
  await mkdir(folder, { recursive: true });
  if (before === null) await write();
  return {
    isDone: (step) => state.done[step],
    isResumed: before !== null,
    end: async (step) => {
      state = { ...state, done: { ...state.done, [step]: true } };
      await write();
    },
  };
}

/** The folder of what was begun last below a folder, whose names begin with their time; null: nothing was. */
export function lastBegun(folder: string): string | null {
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const last = names
    .filter((one) => one.isDirectory())
    .map((one) => one.name)
    .sort()
    .at(-1);
  return last === undefined ? null : join(folder, last);
}

function readState(folder: string): State | null {
  const file = join(folder, name);
  if (!existsSync(file)) return null;
  const parsed = parseJson(readFileSync(file, "utf8"));
  const read = stateSchema.safeParse(parsed.ok ? parsed.value : null);
  if (read.success) return read.data;
  throw new UsageError(`${formatPath(file)} is damaged, or of another version of llm-parity`, {
    hint: "Give --out a folder that does not exist yet.",
  });
}

function refuseOther(folder: string, before: State, facts: ReproFacts): void {
  const shown = formatPath(folder);
  if (before.done.answer) {
    throw new UsageError(`${shown} is not empty: it holds a finished reproduction`, {
      hint: "The answer is in that folder. For another reproduction, give --out a folder that does not exist yet.",
    });
  }
  const other = differenceOf(before, facts);
  if (other === null) return;
  throw new UsageError(`${shown} holds a reproduction that ${other}`, {
    hint: "Use the same options to continue it, or give --out a folder that does not exist yet.",
  });
}

function differenceOf(before: State, facts: ReproFacts): string | null {
  if (before.case !== facts.case) return `is about ${before.case}, not ${facts.case}`;
  if (before.mark !== facts.mark) return before.mark === null ? "asked the services" : "is a demo";
  if (before.seed !== facts.seed) return `began with --seed ${before.seed}, not ${facts.seed}`;
  const gone = before.targets.filter((id) => !facts.targets.includes(id));
  const added = facts.targets.filter((id) => !before.targets.includes(id));
  if (gone.length > 0) return `asked ${gone.join(", ")}, for which no key is set now`;
  return added.length > 0 ? `could not ask ${added.join(", ")}, for which a key is set now` : null;
}
