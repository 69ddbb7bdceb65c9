/** Prompt tokens of one interaction: of a call that counts them, or of a reply that reports them. `api`: without its streaming twin. */
export type PromptReading = {
  readonly interaction: number;
  readonly api: string;
  readonly model: string | null;
  /** The same for the same prompt. */
  readonly prompt: string;
  readonly tokens: number;
};

/**
 * A prompt that was counted and was answered in the same recording. `agrees` null: the two are of different APIs or models, whose
 * templates differ, so that there is nothing to agree on.
 */
export type PromptTokens = {
  readonly file: string;
  readonly counted: Omit<PromptReading, "prompt">;
  readonly reported: Omit<PromptReading, "prompt">;
  readonly agrees: boolean | null;
};

/**
 * Pairs the counts of one file with the replies to the same prompts. Both are of the whole prompt, with what came from a cache or went
 * into one. Pairs of one API and model come first, and such a count is not paired with others. It is a note, and makes nothing bad.
 */
export function pairPrompts(
  file: string,
  counts: readonly PromptReading[],
  replies: readonly PromptReading[],
): readonly PromptTokens[] {
  return counts.flatMap((counted) => {
    const same = replies.filter(({ prompt }) => prompt === counted.prompt);
    const alike = same.filter(({ api, model }) => api === counted.api && model === counted.model);
    return (alike.length === 0 ? same : alike).map((reported): PromptTokens => {
      const agrees = alike.length === 0 ? null : reported.tokens === counted.tokens;
      return { file, counted: withoutPrompt(counted), reported: withoutPrompt(reported), agrees };
    });
  });
}

function withoutPrompt({ prompt: _, ...reading }: PromptReading): Omit<PromptReading, "prompt"> {
  return reading;
}
