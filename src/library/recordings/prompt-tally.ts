import { wholeOf } from "../../chat/api.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Observation } from "../../recordings/observe.js";
import { promptCountOf, promptOf } from "../../recordings/prompt-counts.js";
import { type PromptReading, type PromptTokens, pairPrompts } from "../../verdict/observed/prompt-tokens.js";

/** A reply whose prompt has no name yet: few files count prompts, and naming one takes as long as many checks. */
type Unnamed = Omit<PromptReading, "prompt"> & { readonly request: ChatRequest };

/** So many requests are kept at most. */
const mostUnnamed = 10;

/** Collects the counted and the reported prompt tokens of one file after another. Keeps no prompt. */
export type PromptTally = {
  readonly add: (observed: Observation) => Promise<void>;
  /** The pairs of the file whose interactions were added. */
  readonly endFile: (file: string) => readonly PromptTokens[];
};

export function createPromptTally(): PromptTally {
  let counts: PromptReading[] = [];
  let replies: PromptReading[] = [];
  let unnamed: Unnamed[] = [];
  const nameAll = (): void => {
    replies.push(...unnamed.map(({ request, ...reading }) => ({ ...reading, prompt: promptOf(request) })));
    unnamed = [];
  };
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
      unnamed.push({ interaction, api: wholeOf(target.api), model, request: turn.request, tokens });
      if (unnamed.length >= mostUnnamed) nameAll();
    },
    endFile: (file) => {
      if (counts.length > 0) nameAll();
      const pairs = pairPrompts(file, counts, replies);
      counts = [];
      replies = [];
      unnamed = [];
      return pairs;
    },
  };
}
