import type { Check } from "../check.js";
import { type NoteRule, noteCheck } from "../note-check.js";
import { must, openai } from "../rule.js";

const rules: readonly NoteRule[] = [
  {
    id: "tools/arguments-text",
    claim: "arguments arrive as JSON text",
    notes: ["arguments-not-text"],
    finding: "arguments-not-text",
    rule: must(openai("ChatCompletionMessageToolCall.function.arguments: string")),
  },
  {
    // OpenAI deprecated it in 2023-11: a client that sent `tools` does not read it.
    id: "tools/no-legacy-call",
    claim: "a call arrives in tool_calls, not in the legacy function_call",
    notes: ["function-call"],
    finding: "legacy-call",
    rule: must(openai("ChatCompletionMessage.function_call: deprecated")),
  },
];

/** What the decoder noted about where a call and its arguments stand. */
export const toolsNotes: readonly Check[] = rules.map(noteCheck);
