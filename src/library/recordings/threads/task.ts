import type { Target } from "../../../chat/target.js";
import type { FormatId } from "../../../recordings/format-ids.js";
import { catalogNames, type ModelName } from "../../../recordings/identify/recorded-target.js";
import { type ImportWith, importMaking } from "../import-making.js";
import { type JudgeWith, judgeMaking } from "../judge-making.js";
import type { Making } from "../steps/read-steps.js";

/** What is done with recordings, as plain data that a thread can be given. `targets`: those that give the models their names. */
export type Task = {
  readonly targets: readonly Target[];
  readonly format: FormatId | undefined;
  readonly work: ({ readonly kind: "judge" } & JudgeWith) | ({ readonly kind: "import" } & ImportWith);
};

/** How a task reads, and what it makes. */
export function startTask({ targets, format, work }: Task): {
  readonly reading: { readonly modelName: ModelName; readonly format: FormatId | undefined };
  readonly making: Making<unknown, unknown>;
} {
  const making = work.kind === "judge" ? judgeMaking(work) : importMaking(work);
  return { reading: { modelName: catalogNames(targets), format }, making };
}
