import type { JsonObject } from "../../../../chat/json.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { unreachable } from "../../../../chat/unreachable.js";
import { dropped, type SettingPlaces } from "../../encode/settings.js";
import type { BlockWriter } from "./content.js";

/** The members of a Messages body for settings (AWS "Anthropic Claude Messages API", read 2026-08). */
export const anthropicPlaces: SettingPlaces = {
  family: "anthropic",
  places: {
    maxOutputTokens: "max_tokens",
    temperature: "temperature",
    topP: "top_p",
    topK: "top_k",
    stopSequences: "stop_sequences",
  },
  maxTemperature: 1,
  shaped: ["reasoning", "responseFormat", "parallelToolCalls", "toolChoice"],
};

/** The smallest thinking budget that the service accepts (AWS "Extended thinking", read 2026-08). */
const leastBudget = 1024;

/** Encodes tool choice, thinking and structured output as members of a Messages body. */
export function writeShaped(request: ChatRequest, writer: BlockWriter): JsonObject {
  return { ...toolChoice(request, writer), ...thinking(request, writer), ...outputConfig(request, writer) };
}

function toolChoice(request: ChatRequest, writer: BlockWriter): JsonObject {
  const { toolChoice: choice, parallelToolCalls: parallel } = request;
  if (choice === null && parallel === null) return {};
  if (request.tools === null) {
    if (parallel !== null) writer.warnings.push(dropped("anthropic", "parallelToolCalls", "no tools are sent"));
    if (choice === null) return {};
  }
  const kind = choice === null ? "auto" : choice.kind;
  const serial =
    parallel === null || kind === "none" || request.tools === null ? {} : { disable_parallel_tool_use: !parallel };
  switch (kind) {
    case "auto":
    case "none":
      return { tool_choice: { type: kind, ...serial } };
    case "required":
      return { tool_choice: { type: "any", ...serial } };
    case "tool":
      return choice?.kind === "tool" ? { tool_choice: { type: "tool", name: choice.name, ...serial } } : {};
    default:
      return unreachable(kind);
  }
}

function thinking(request: ChatRequest, writer: BlockWriter): JsonObject {
  const { reasoning } = request;
  if (reasoning === null || reasoning.mode === "default") return {};
  if (reasoning.mode === "off") return { thinking: { type: "disabled" } };
  if (reasoning.effort !== null) writer.warnings.push(dropped("anthropic", "reasoning.effort"));
  return { thinking: { type: "enabled", budget_tokens: budget(reasoning.budgetTokens, writer) } };
}

function budget(asked: number | null, writer: BlockWriter): number {
  if (asked === null) {
    warnBudget(writer, "budget-defaulted", `thinking needs a budget; ${leastBudget} is sent`);
    return leastBudget;
  }
  if (asked >= leastBudget) return asked;
  const repaired = writer.policy === "repair";
  const sent = repaired ? leastBudget : asked;
  warnBudget(
    writer,
    repaired ? "budget-clamped" : "limit-exceeded",
    `budgets begin at ${leastBudget}; ${sent} is sent`,
  );
  return sent;
}

function warnBudget(writer: BlockWriter, id: string, message: string): void {
  writer.warnings.push({ id, field: "reasoning.budgetTokens", message });
}

function outputConfig(request: ChatRequest, writer: BlockWriter): JsonObject {
  const format = request.responseFormat;
  if (format === null || format.kind === "text") return {};
  if (format.kind === "json-schema") {
    return { output_config: { format: { type: "json_schema", schema: format.schema } } };
  }
  writer.warnings.push(dropped("anthropic", "responseFormat", "the body takes a schema, not just JSON"));
  return {};
}
