import type { PromptTokens } from "../../verdict/observed/prompt-tokens.js";

/** One line for each prompt that was counted and answered, as text: who counted how many tokens, and what the reply reports. */
export function promptTokenLines(all: readonly PromptTokens[] = []): readonly string[] {
  return all.map(({ file, counted, reported, agrees }) => {
    const who = (reading: PromptTokens["counted"]) => `${reading.api} ${reading.model ?? "(no model)"}`;
    const from = agrees === null ? ` of ${who(reported)}` : "";
    const verdict = agrees === null ? "" : agrees ? ": they agree" : ": they differ";
    return (
      `prompt tokens, ${who(counted)}: ${counted.tokens} counted (${file}#${counted.interaction}), ` +
      `${reported.tokens} reported${from} (#${reported.interaction})${verdict}`
    );
  });
}
