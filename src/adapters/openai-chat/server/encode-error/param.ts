import type { ChatFailure } from "../../../../chat/failure.js";

/** The words of a chat request that the wire calls otherwise. */
const wireWords: readonly (readonly [ours: RegExp, theirs: string])[] = [
  [/^maxOutputTokens\b/, "max_tokens"],
  [/^stopSequences\b/, "stop"],
  [/^topP\b/, "top_p"],
  [/^topK\b/, "top_k"],
  [/^toolChoice\b/, "tool_choice"],
  [/^parallelToolCalls\b/, "parallel_tool_calls"],
  [/^responseFormat\b/, "response_format"],
  [/^presencePenalty\b/, "presence_penalty"],
  [/^frequencyPenalty\b/, "frequency_penalty"],
  [/^tools\[(\d+)\]\.(name|description|parameters|strict)\b/, "tools[$1].function.$2"],
  [/^(messages\[\d+\])\.toolCallId\b/, "$1.tool_call_id"],
  [/^(messages\[\d+\])\.toolName\b/, "$1.name"],
  [/^(messages\[\d+\])\.parts\b.*/, "$1"],
];

/**
 * The member of the client's request that a refusal of ours names before its colon (`messages[2].toolCallId: …`), in the
 * client's words; null: the failure is not ours or names none. A part of a message is named by its message.
 */
export function paramOf({ phase, message }: ChatFailure): string | null {
  const named = phase === "local" ? /^([a-z][A-Za-z]*(?:\[\d+\]|\.[A-Za-z]+)*): /.exec(message) : null;
  const field = named?.[1];
  if (field === undefined) return null;
  return wireWords.reduce((text, [ours, theirs]) => text.replace(ours, theirs), field);
}
