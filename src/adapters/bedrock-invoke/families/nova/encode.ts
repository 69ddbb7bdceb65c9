import type { JsonObject } from "../../../../chat/json.js";
import type { SystemPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { unreachable } from "../../../../chat/unreachable.js";
import { dropped, type SettingPlaces, writeSettings } from "../../encode/settings.js";
import { turnsOf } from "../../encode/turns.js";
import { renameForLimits } from "../../repair/aliases.js";
import { type FamilyBody, type FamilyOptions, type FamilyRefusal, familyBody, isRefusal } from "../family.js";
import { cachePoint, type NovaWriter, turnBlocks } from "./content.js";

/** Settings go into `inferenceConfig` (AWS Nova "Complete request schema", read 2026-08). */
const novaPlaces: SettingPlaces = {
  family: "nova",
  places: {
    maxOutputTokens: "maxTokens",
    temperature: "temperature",
    topP: "topP",
    topK: "topK",
    stopSequences: "stopSequences",
  },
  maxTemperature: 1,
  shaped: ["toolChoice", "reasoning"],
};

export function encodeNova(asked: ChatRequest, options: FamilyOptions): FamilyBody | FamilyRefusal {
  const limits = {
    toolCallId: options.target.quirks.toolCallIdPattern ?? "[a-zA-Z0-9_.:-]{1,64}",
    toolName: "[a-zA-Z0-9_-]{1,64}",
  };
  const { request, aliases, warnings: renamings } = renameForLimits(asked, limits, options.policy);
  const { system, turns, warnings: moved } = turnsOf(request.messages, options.policy);
  const writer: NovaWriter = { policy: options.policy, warnings: [...renamings, ...moved] };
  const messages: JsonObject[] = [];
  for (const turn of turns) {
    const content = turnBlocks(writer, turn);
    if (isRefusal(content)) return content;
    messages.push({ role: turn.role, content });
  }
  const settings = writeSettings(request, novaPlaces, options);
  const inference = { ...settings.members, ...reasoningConfig(request, writer.warnings) };
  const body: JsonObject = {
    schemaVersion: "messages-v1",
    ...(system.length === 0 ? {} : { system: system.map(systemBlock) }),
    messages,
    ...(Object.keys(inference).length === 0 ? {} : { inferenceConfig: inference }),
    ...toolConfig(request, writer.warnings),
  };
  return familyBody(body, [...writer.warnings, ...settings.warnings], aliases);
}

function systemBlock(part: SystemPart): JsonObject {
  return part.kind === "text" ? { text: part.text } : cachePoint(part);
}

/** Without calls in the history, tool choice `none` means the same as no tools; with calls the tools must stay. */
function toolConfig(request: ChatRequest, warnings: Warning[]): JsonObject {
  if (request.tools === null) return {};
  const choice = request.toolChoice;
  if (choice?.kind === "none") {
    const called = request.messages.some(
      (message) => message.role === "tool" || message.parts.some((part) => part.kind === "tool-call"),
    );
    const what = called ? "the tools stay, since the history calls them" : "no tools are sent, which says the same";
    warnings.push({ id: "tool-choice-none", field: "toolChoice", message: `nova has no tool choice "none": ${what}` });
    if (!called) return {};
  }
  const tools = request.tools.map((tool) => ({
    toolSpec: {
      name: tool.name,
      ...(tool.description === null ? {} : { description: tool.description }),
      inputSchema: { json: tool.parameters ?? { type: "object", properties: {} } },
      ...(tool.strict === null ? {} : { strict: tool.strict }),
    },
  }));
  return { toolConfig: { tools, ...toolChoice(request) } };
}

function toolChoice(request: ChatRequest): JsonObject {
  const choice = request.toolChoice;
  if (choice === null) return {};
  switch (choice.kind) {
    case "none":
      return {};
    case "auto":
      return { toolChoice: { auto: {} } };
    case "required":
      return { toolChoice: { any: {} } };
    case "tool":
      return { toolChoice: { tool: { name: choice.name } } };
    default:
      return unreachable(choice);
  }
}

function reasoningConfig(request: ChatRequest, warnings: Warning[]): JsonObject {
  const { reasoning } = request;
  if (reasoning === null || reasoning.mode === "default") return {};
  if (reasoning.budgetTokens !== null) warnings.push(dropped("nova", "reasoning.budgetTokens"));
  if (reasoning.mode === "off") return { reasoningConfig: { type: "disabled" } };
  const effort = reasoning.effort === null ? {} : { maxReasoningEffort: reasoning.effort };
  return { reasoningConfig: { type: "enabled", ...effort } };
}
