import { wholeOf } from "../../chat/api.js";
import type { Observation } from "../../recordings/observe.js";
import { promptCountOf, promptOf } from "../../recordings/prompt-counts.js";
import { type PromptReading, type PromptTokens, pairPrompts } from "../../verdict/observed/prompt-tokens.js";

/** Collects the counted and the reported prompt tokens of one file after another. Keeps no prompt. */
export type PromptTally = {
  readonly add: (observed: Observation) => Promise<void>;
  /** The pairs of the file whose interactions were added. */
  readonly endFile: (file: string) => readonly PromptTokens[];
};

export function createPromptTally(): PromptTally {
  let counts: PromptReading[] = [];
  let replies: PromptReading[] = [];
  return {
    add: async (observed) => {
      const { interaction } = observed.interaction;
      if (observed.kind === "skipped") {
        const count = await promptCountOf(observed.interaction, observed.identity);
        if (count !== null) counts.push({ interaction, ...count });
        return;
      }
      const { transcript, target, requestUnknown } = observed.exchange;
      const [turn] = transcript.turns;
      const tokens = turn?.reply.usage?.inputTokens ?? null;
      if (turn === undefined || tokens === null || requestUnknown) return;
      const { model } = observed.identity;
      replies.push({ interaction, api: wholeOf(target.api), model, prompt: promptOf(turn.request), tokens });
    },
    endFile: (file) => {
      const pairs = pairPrompts(file, counts, replies);
      counts = [];
      replies = [];
      return pairs;
    },
  };
}
