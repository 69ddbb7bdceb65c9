import type { FormatId } from "../../../recordings/format-ids.js";
import type { ModelName } from "../../../recordings/identify/recorded-target.js";
import { type Observation, observe, type SkipReason } from "../../../recordings/observe.js";
import { openFound } from "../../../recordings/open-files.js";
import { readOpened } from "../../../recordings/read-recordings.js";
import type { Found } from "../../../recordings/walk-files.js";
import type { Step } from "./step.js";

export type Exchange = Extract<Observation, { kind: "exchange" }>;
export type Skipped = Extract<Observation, { kind: "skipped" }>;

/** What is made of each exchange and of each file; it is called in the order of the recordings. */
export type Making<Seen, Ended> = {
  readonly onExchange: (observed: Exchange) => Seen | Promise<Seen>;
  readonly onSkipped?: (observed: Skipped) => void | Promise<void>;
  /** After the last interaction of a file. */
  readonly onFileEnd: (name: string) => Ended | Promise<Ended>;
};

/** What is skipped for being another call is counted by that call's name. */
const namedByApi: ReadonlySet<SkipReason> = new Set(["other-api", "no-chat", "unknown-api"]);

/** Reads the files that a walk has found, one interaction at a time. Never rejects because of a file's content. */
export async function* readSteps<Seen, Ended>(
  found: Iterable<Found>,
  { modelName, format }: { readonly modelName: ModelName; readonly format: FormatId | undefined },
  making: Making<Seen, Ended>,
): AsyncGenerator<Step<Seen, Ended>> {
  let open: string | null = null;
  for (const one of found) {
    for (const opened of openFound(one)) {
      for (const read of readOpened(opened, format)) {
        if (read.kind === "file") {
          if (open !== null) yield { kind: "file-end", ended: await making.onFileEnd(open) };
          open = read.name;
          yield { kind: "file", name: read.name, format: read.format };
        } else if (read.kind === "damaged") yield read;
        else yield await stepOf(await observe(read.interaction, { modelName }), making);
      }
    }
  }
  if (open !== null) yield { kind: "file-end", ended: await making.onFileEnd(open) };
}

/** The same, all steps at once. */
export async function allSteps<Seen, Ended>(
  ...of: Parameters<typeof readSteps<Seen, Ended>>
): Promise<Step<Seen, Ended>[]> {
  const steps: Step<Seen, Ended>[] = [];
  for await (const step of readSteps(...of)) steps.push(step);
  return steps;
}

async function stepOf<Seen, Ended>(observed: Observation, making: Making<Seen, Ended>): Promise<Step<Seen, Ended>> {
  if (observed.kind === "exchange") {
    const seen = await making.onExchange(observed);
    return { kind: "exchange", losses: observed.interaction.losses, seen };
  }
  await making.onSkipped?.(observed);
  return { kind: "skipped", word: namedByApi.has(observed.reason) ? observed.identity.api : observed.reason };
}
