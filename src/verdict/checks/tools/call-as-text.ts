import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, type JudgedTurn } from "../check.js";
import { must, reports } from "../rule.js";
import { toolNamed } from "../tool-calls.js";
import { writtenCalls } from "./written-calls.js";

/**
 * A call is not written into the text: not in the markup of a chat template, and not as JSON or code that names a declared tool.
 * Does not apply where the service itself says that the call is malformed, as Bedrock does of Nova's tags (vercel/ai#16926).
 */
export const toolsCallAsText: Check = {
  id: "tools/call-as-text",
  claim: "no call is written as text",
  rule: must(reports("vercel/ai#11409", "vercel/ai#17714", "opencode#25828", "vllm#32587", "ollama#13519")),
  needsWholeReply: true,
  explainedBy: ["duplicate-call"],
  run: (judged) => {
    if (isNamedByService(judged)) return null;
    const [call] = writtenCalls(judged, visibleTextOf(judged.turn.reply));
    if (call === undefined) return [];
    const isUnknown = call.name !== null && toolNamed(judged.tools, call.name) === undefined;
    const seen = isUnknown ? `${call.name} is not a declared tool: ${call.seen}` : call.seen;
    return [bad("tool-call-as-text", call.dialect, seen)];
  },
};

function isNamedByService({ turn: { reply } }: JudgedTurn): boolean {
  return reply.finish?.kind === "error" && /malformed/i.test(`${reply.finish.raw} ${reply.finish.nativeRaw}`);
}
