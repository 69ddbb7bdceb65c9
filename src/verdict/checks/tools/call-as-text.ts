import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check } from "../check.js";
import { must, reports } from "../rule.js";
import { writtenCalls } from "./written-calls.js";

/** A call is not written into the text, neither in a chat template's markup nor as bare JSON that names a declared tool. */
export const toolsCallAsText: Check = {
  id: "tools/call-as-text",
  claim: "no call is written as text",
  rule: must(reports("vercel/ai#11409", "vercel/ai#17714", "opencode#25828", "vllm#32587", "ollama#13519")),
  needsWholeReply: true,
  explainedBy: ["duplicate-call"],
  run: (judged) => {
    const [call] = writtenCalls(judged, visibleTextOf(judged.turn.reply));
    return call === undefined ? [] : [bad("tool-call-as-text", call.dialect, call.seen)];
  },
};
