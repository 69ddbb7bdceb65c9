import type { JsonObject } from "../../../../chat/json.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { budgetedThinking, leastBudget, schemaFormat } from "../../../anthropic/write-settings.js";
import { writeToolChoice } from "../../../anthropic/write-tools.js";
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

/** Encodes tool choice, thinking and structured output as members of a Messages body. */
export function writeShaped(request: ChatRequest, writer: BlockWriter): JsonObject {
  return { ...toolChoice(request, writer), ...thinking(request, writer), ...outputConfig(request, writer) };
}

function toolChoice(request: ChatRequest, writer: BlockWriter): JsonObject {
  if (request.tools === null && request.parallelToolCalls !== null) {
    writer.warnings.push(dropped("anthropic", "parallelToolCalls", "no tools are sent"));
  }
  return writeToolChoice(request);
}

function thinking(request: ChatRequest, writer: BlockWriter): JsonObject {
  const { reasoning } = request;
  if (reasoning === null || reasoning.mode === "default") return {};
  if (reasoning.mode === "off") return { thinking: { type: "disabled" } };
  if (reasoning.effort !== null) writer.warnings.push(dropped("anthropic", "reasoning.effort"));
  return { thinking: budgetedThinking(budget(reasoning.budgetTokens, writer)) };
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
    return { output_config: { format: schemaFormat(format.schema) } };
  }
  writer.warnings.push(dropped("anthropic", "responseFormat", "the body takes a schema, not just JSON"));
  return {};
}
