import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Arm } from "../../../../verdict/evidence/material.js";
import { code } from "../../../markdown-text.js";
import type { FactRow } from "./call-rows.js";
import { isOverride } from "./endpoint.js";
import { modelIdKind, serverOfArm } from "./place.js";

/** A member of the request that a vendor's engineer asks about first. `at`: its path in the body. */
type AskedFirst = { readonly name: string; readonly at: readonly string[] };

/** Bedrock's bodies. Source: Converse in Bedrock's API reference, 2026-11-29. */
const bedrock: readonly AskedFirst[] = [
  { name: "guardrailConfig", at: ["guardrailConfig"] },
  { name: "performanceConfig.latency", at: ["performanceConfig", "latency"] },
  { name: "serviceTier", at: ["serviceTier"] },
  { name: "additionalModelRequestFields", at: ["additionalModelRequestFields"] },
  { name: "inferenceConfig", at: ["inferenceConfig"] },
  { name: "toolConfig.toolChoice", at: ["toolConfig", "toolChoice"] },
];

/** OpenRouter's bodies. Source: openrouter.ai/docs (provider routing, plugins, presets, message transforms), 2026-11-29. */
const openrouter: readonly AskedFirst[] = [
  { name: "provider (pin, order, preferences)", at: ["provider"] },
  { name: "provider.data_collection (data policy)", at: ["provider", "data_collection"] },
  { name: "provider.zdr (data policy)", at: ["provider", "zdr"] },
  { name: "models", at: ["models"] },
  { name: "transforms", at: ["transforms"] },
  { name: "plugins", at: ["plugins"] },
  { name: "preset", at: ["preset"] },
  { name: "reasoning", at: ["reasoning"] },
];

/** Bodies of other OpenAI-compatible endpoints. Source: README of MoonshotAI/K2-Vendor-Verifier (thinking), 2026-11-29. */
const others: readonly AskedFirst[] = [
  { name: "thinking", at: ["thinking"] },
  { name: "chat_template_kwargs", at: ["chat_template_kwargs"] },
  { name: "temperature", at: ["temperature"] },
  { name: "max_tokens", at: ["max_tokens"] },
  { name: "tool_choice", at: ["tool_choice"] },
];

/** Each member with its value in the shown request, or `not sent`. */
export function askedFirstRows(arm: Arm): readonly FactRow[] {
  const { target } = arm;
  const isBedrock = target.auth === "bedrock";
  const rows = target.provider === "openrouter" ? openrouter : isBedrock ? bedrock : others;
  const body = sentBody(arm);
  const place: readonly FactRow[] =
    serverOfArm(arm) === "bedrock" && isBedrock
      ? [["profile or bare id", `${modelIdKind(target.providerModelId)}: ${code(target.providerModelId)}`]]
      : [];
  return [
    ...rows.map(({ name, at }): FactRow => [code(name), valueText(valueAt(body, at))]),
    ...place,
    ["endpoint override", isOverride(arm) ? code(arm.wire.host) : "not set"],
  ];
}

/** The body that was sent, with members that the API takes as headers. */
function sentBody({ body, target, turn }: Arm): JsonObject {
  const members = { ...target.extra, ...turn.request.extra };
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? { ...members, ...value } : members;
  } catch {
    return members;
  }
}

function valueAt(body: JsonObject, at: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = body;
  for (const name of at) value = isJsonObject(value) ? value[name] : undefined;
  return value;
}

function valueText(value: JsonValue | undefined): string {
  return value === undefined ? "not sent" : code(JSON.stringify(value), 300);
}
