import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { bad, type Check } from "../check.js";
import { must } from "../rule.js";
import { parsed } from "./error-body.js";
import { onRefusal } from "./probe-turn.js";

/** A refusal reports neither tokens nor a cost. What an invoice says can be seen only there. */
export const probeNotBilled: Check = {
  id: "probe/not-billed",
  claim: "a refusal bills nothing",
  rule: must({
    source:
      "OpenRouter, Zero Completion Insurance: a response with an error is not charged (openrouter.ai/docs/features/zero-completion-insurance)",
    date: "2026-11-29",
  }),
  needsWholeReply: false,
  ofProbes: true,
  explainedBy: [],
  run: (judged) =>
    onRefusal(judged, ({ failure }) => {
      const billed = [...ofReply(judged.turn.reply.usage), ...countsIn(parsed(failure.raw))];
      return billed.length === 0 ? [] : [bad("probe-billed", null, `refused and counted: ${billed.join(", ")}`)];
    }),
};

function ofReply(usage: Usage | null): readonly string[] {
  if (usage === null) return [];
  const { inputTokens, outputTokens, costUsd } = usage;
  return Object.entries({ inputTokens, outputTokens, costUsd }).flatMap(([name, count]) =>
    (count ?? 0) > 0 ? [`${name} ${count}`] : [],
  );
}

/** The counts above 0 of every `usage` in a body, with their names. */
function countsIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(countsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    return name === "usage" && isJsonObject(member) ? positiveIn(member) : countsIn(member);
  });
}

function positiveIn(usage: JsonValue): readonly string[] {
  if (!isJsonObject(usage)) return [];
  return Object.entries(usage).flatMap(([name, count]) =>
    typeof count === "number" && count > 0 && /token|cost/i.test(name) ? [`${name} ${count}`] : [],
  );
}
