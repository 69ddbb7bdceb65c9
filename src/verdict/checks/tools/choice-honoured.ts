import { toolCallsOf } from "../../../chat/read-reply.js";
import type { ToolChoice } from "../../../chat/request.js";
import { bad, type Check, callElsewhere, callsBroken, nothingShown } from "../check.js";
import { both, must } from "../rule.js";
import { describeCall } from "../tool-calls.js";

/** The tool choice is honoured: no call for `none`, at least one for `required`, only calls of that tool for a named one. */
export const toolsChoiceHonoured: Check = {
  id: "tools/choice-honoured",
  claim: "the tool choice of the request is honoured",
  rule: must(both("ChatCompletionToolChoiceOption", "ToolChoice any, tool")),
  needsWholeReply: true,
  explainedBy: [...nothingShown, ...callElsewhere, ...callsBroken, "legacy-call", "phantom-call"],
  run: ({ turn: { request, reply } }) => {
    const choice = request.toolChoice;
    if (choice === null || choice.kind === "auto") return null;
    const broken = breachOf(choice, toolCallsOf(reply));
    return broken === null ? [] : [bad("choice-ignored", choice.kind, broken)];
  },
};

function breachOf(choice: ToolChoice, calls: ReturnType<typeof toolCallsOf>): string | null {
  const made = calls.length === 0 ? "no call was made" : calls.map(describeCall).join(", ");
  switch (choice.kind) {
    case "none":
      return calls.length === 0 ? null : `calls were forbidden: ${made}`;
    case "required":
      return calls.length > 0 ? null : "a call was required, and none was made";
    case "tool":
      return calls.length > 0 && calls.every(({ name }) => name === choice.name)
        ? null
        : `a call of ${choice.name} was required: ${made}`;
    default:
      return null;
  }
}
