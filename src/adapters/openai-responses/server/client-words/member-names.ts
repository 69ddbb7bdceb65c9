/** The members of a chat request that this API names otherwise. */
export const memberNames: ReadonlyMap<string, string> = new Map([
  ["messages", "input"],
  ["maxOutputTokens", "max_output_tokens"],
  ["topP", "top_p"],
  ["topK", "top_k"],
  ["toolChoice", "tool_choice"],
  ["parallelToolCalls", "parallel_tool_calls"],
  ["responseFormat", "text.format"],
  ["logprobs", "include"],
  ["presencePenalty", "presence_penalty"],
  ["frequencyPenalty", "frequency_penalty"],
]);

/** What follows such a member, or an item, in a path: ours and the client's. The first row that matches counts. */
export const innerNames: readonly (readonly [ours: RegExp, client: string])[] = [
  [/^(input\[\d+\])\.(?:id|toolCallId)$/, "$1.call_id"],
  [/^(input\[\d+\])\.argumentsText$/, "$1.arguments"],
  [/^(input\[\d+\])\.toolName$/, "$1"],
  [/^(input\[\d+\]\.(?:content|output)\[\d+\])\.name$/, "$1.filename"],
  [/^reasoning\.(?:mode|budgetTokens)$/, "reasoning"],
  [/^(?:target\.)?extra\./, ""],
];
