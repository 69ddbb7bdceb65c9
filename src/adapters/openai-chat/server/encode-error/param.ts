import type { ChatFailure } from "../../../../chat/failure.js";

/** The members of a chat request that have another name on the wire. */
const wireNames: readonly (readonly [ours: RegExp, wire: string])[] = [
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
 * The member of the client's request at fault, by its wire name: a local refusal names it before the colon
 * (`messages[2].toolCallId: …`). Null when the failure is not local or names none. For a part of a message it is the message.
 */
export function paramOf({ phase, message }: ChatFailure): string | null {
  const named = phase === "local" ? /^([a-z][A-Za-z]*(?:\[\d+\]|\.[A-Za-z]+)*): /.exec(message) : null;
  const field = named?.[1];
  if (field === undefined) return null;
  return wireNames.reduce((text, [ours, wire]) => text.replace(ours, wire), field);
}
