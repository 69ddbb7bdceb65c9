import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { ResponseFormat } from "../../../chat/request.js";
import { isBlank, quote } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { schemaBreaches } from "../arguments-schema.js";
import { bad, type Check, type CheckFinding, callElsewhere, nothingShown } from "../check.js";
import { both, must } from "../rule.js";

/**
 * A reply to a request for JSON is JSON, and matches the schema of the request. Causes: `fenced` (JSON inside a code fence),
 * `not-json`, `not-an-object`, or the kind of the first schema breach. Does not apply to a blank answer, such as that of a turn
 * that calls tools.
 */
export const outputJson: Check = {
  id: "output/json",
  claim: "a reply to a request for JSON is JSON that matches its schema",
  rule: must(both("ResponseFormatJSONSchema, ResponseFormatJSONObject", "OutputFormat json_schema")),
  needsWholeReply: true,
  explainedBy: [...nothingShown, ...callElsewhere, "legacy-call"],
  run: ({ turn: { request, reply } }) => {
    const format = request.responseFormat;
    const text = answerTextOf(reply);
    if (format === null || format.kind === "text" || isBlank(text)) return null;
    return breachesOf(text, format);
  },
};

function breachesOf(text: string, format: Exclude<ResponseFormat, { kind: "text" }>): readonly CheckFinding[] {
  const value = parsed(text);
  if (value === undefined) {
    const inside = /^\s*```(?:json)?\s*([\s\S]*?)```\s*$/.exec(text)?.[1];
    const isFenced = inside !== undefined && parsed(inside) !== undefined;
    return [bad("output-invalid", isFenced ? "fenced" : "not-json", quote(text))];
  }
  if (!isJsonObject(value)) return [bad("output-invalid", "not-an-object", quote(text))];
  const [first] = format.kind === "json-schema" ? schemaBreaches(value, format.schema) : [];
  return first === undefined
    ? []
    : [bad("output-invalid", first.cause, `${first.where} ${first.message}: ${quote(text)}`)];
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
