/** The members of a chat request that a client of Messages writes otherwise; the first that its request has counts. */
export const memberNames: ReadonlyMap<string, readonly string[]> = new Map([
  ["maxOutputTokens", ["max_tokens"]],
  ["stopSequences", ["stop_sequences"]],
  ["topP", ["top_p"]],
  ["topK", ["top_k"]],
  ["toolChoice", ["tool_choice"]],
  ["parallelToolCalls", ["tool_choice.disable_parallel_tool_use"]],
  ["responseFormat", ["output_config.format", "output_format"]],
  ["reasoning", ["thinking", "output_config.effort"]],
  ["reasoning.effort", ["output_config.effort"]],
  ["reasoning.mode", ["thinking.type"]],
  ["reasoning.budgetTokens", ["thinking.budget_tokens"]],
]);

/** What follows a member, or a part of a message, in a path: ours and the client's. The first row that matches counts. */
export const innerNames: readonly (readonly [ours: RegExp, client: string])[] = [
  [/^(tools\[\d+\])\.parameters\b/, "$1.input_schema"],
  [/\.argumentsText$/, ".input"],
  [/\.toolCallId$/, ".tool_use_id"],
  [/\.status$/, ".is_error"],
  [/^(?:target\.)?extra\./, ""],
];
