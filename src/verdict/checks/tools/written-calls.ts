import { bareJsonCallsIn, markedCallsIn, type SerialisedCall } from "../../serialised-call.js";
import type { JudgedTurn } from "../check.js";

/** The calls written in a text: in a chat template's markup, or as bare JSON that names a declared tool. */
export function writtenCalls({ tools }: JudgedTurn, text: string): readonly SerialisedCall[] {
  const marked = markedCallsIn(text);
  const names = tools.map(({ name }) => name);
  const bare = bareJsonCallsIn(text, names);
  // Markup without a readable call (`{…}<|tool_calls_section_end|>`) belongs to the JSON before it.
  return marked.some(({ name }) => name !== null) || bare.length === 0
    ? marked
    : bare.map((call) => ({ ...call, dialect: marked[0]?.dialect ?? call.dialect }));
}
