import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { ResponseFormat } from "../../../chat/request.js";
import { isBlank, quote } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { againstSchema } from "../arguments-schema.js";
import { bad, type Check, callElsewhere, nothingShown, type Seen } from "../check.js";
import { both, must } from "../rule.js";

/**
 * A reply that was asked for JSON is JSON, and keeps the schema that was sent. Causes: `fenced` (JSON inside a code fence), `not-json`,
 * `not-an-object`, or how the schema is broken. A turn that calls tools has no answer yet, and is not looked at.
 */
export const outputJson: Check = {
  id: "output/json",
  claim: "a reply that was asked for JSON is JSON that keeps its schema",
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

function breachesOf(text: string, format: Exclude<ResponseFormat, { kind: "text" }>): readonly Seen[] {
  const value = parsed(text);
  if (value === undefined) {
    const inside = /^\s*```(?:json)?\s*([\s\S]*?)```\s*$/.exec(text)?.[1];
    const isFenced = inside !== undefined && parsed(inside) !== undefined;
    return [bad("output-invalid", isFenced ? "fenced" : "not-json", quote(text))];
  }
  if (!isJsonObject(value)) return [bad("output-invalid", "not-an-object", quote(text))];
  const [first] = format.kind === "json-schema" ? againstSchema(value, format.schema) : [];
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
