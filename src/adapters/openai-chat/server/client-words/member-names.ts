/** The members of a chat request that a client writes otherwise; the first that its request has counts. */
export const memberNames: ReadonlyMap<string, readonly string[]> = new Map([
  ["maxOutputTokens", ["max_completion_tokens", "max_tokens"]],
  ["stopSequences", ["stop"]],
  ["topP", ["top_p"]],
  ["topK", ["top_k"]],
  ["toolChoice", ["tool_choice"]],
  ["parallelToolCalls", ["parallel_tool_calls"]],
  ["responseFormat", ["response_format"]],
  ["presencePenalty", ["presence_penalty"]],
  ["frequencyPenalty", ["frequency_penalty"]],
  ["reasoning", ["reasoning", "thinking", "reasoning_effort"]],
]);

/** What follows such a member, or a part of a message, in a path: ours and the client's. The first row that matches counts. */
export const innerNames: readonly (readonly [ours: RegExp, client: string])[] = [
  [/^reasoning\.budgetTokens$/, "reasoning.max_tokens"],
  [/^reasoning\.mode$/, "reasoning.enabled"],
  [/^response_format\.strict$/, "response_format.json_schema.strict"],
  [/^tool_choice\.name$/, "tool_choice.function.name"],
  [/^(tools\[\d+\])\.(name|description|parameters|strict)\b/, "$1.function.$2"],
  [/^(messages\[\d+\])\.toolCallId$/, "$1.tool_call_id"],
  [/^(messages\[\d+\])\.toolName$/, "$1.name"],
  [/(\.tool_calls\[\d+\])\.argumentsText$/, "$1.function.arguments"],
  [/(\.tool_calls\[\d+\])\.name$/, "$1.function.name"],
  [/(\.content\[\d+\])\.name$/, "$1.file.filename"],
  [/^(?:target\.)?extra\./, ""],
];
