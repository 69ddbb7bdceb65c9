import { type ApiTable, wireApiOf, wireApis } from "../../chat/api.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type {
  AssistantMessage,
  AssistantPart,
  Message,
  ReasoningPart,
  ToolCallPart,
  ToolMessage,
} from "../../chat/message.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { Target } from "../../chat/target.js";
import type { HistoryReplay, Scenario, ScenarioTool, ScriptedResult } from "../../scenario/scenario.js";
import { withAlteredReasoning } from "./altered-reasoning.js";

/** The model's own turn in the next request. `message` null: nothing of the reply was kept. `leftOut`: one warning per part that was not. */
export type ReplayedReply = { readonly message: AssistantMessage | null; readonly leftOut: readonly Warning[] };

/** What the scenario says; `apis`: the table that the target's API is in, default our own. */
type ReplayRules = HistoryReplay & { readonly apis?: ApiTable };

/**
 * The model's reply as it goes back into the history, with ids, names and arguments exactly as they arrived. The scenario
 * decides whether reasoning and blank text are kept; what is dropped gives a warning.
 */
export function replayedReply(reply: Reply, target: Target, replay: ReplayRules): ReplayedReply {
  const kept = reply.parts.filter((part) => isKept(part, target, replay));
  const parts = replay.reasoning === "alter" ? withAlteredReasoning(kept) : kept;
  const leftOut = reply.parts.flatMap((part, index) => (kept.includes(part) ? [] : [leftOutWarning(part, index)]));
  return { message: parts.length === 0 ? null : { role: "assistant", parts, name: null }, leftOut };
}

/** One tool message for each call of the reply, in the order of the calls, answered from the scenario's script. */
export function scriptedResults(reply: Reply, scenario: Scenario): readonly Message[] {
  return toolCallsOf(reply).map((call) => resultFor(call, scenario.tools));
}

function leftOutWarning({ kind }: AssistantPart, index: number): Warning {
  const what = kind === "text" ? "blank text" : kind;
  return {
    id: "history-left-out",
    field: `messages[assistant].parts[${index}]`,
    message: `${what} of the model's last reply is not put back into the history`,
  };
}

function isKept(part: AssistantPart, target: Target, replay: ReplayRules): boolean {
  if (part.kind === "text") return replay.blankText === "keep" || part.text.trim() !== "";
  if (part.kind !== "reasoning") return true;
  if (replay.reasoning !== "as-target") return replay.reasoning !== "drop";
  if (target.quirks.reasoningReplay !== null) return target.quirks.reasoningReplay === "keep";
  return isOpaque(part) || replaysUnsigned(target, replay.apis);
}

/** Signed, or an item of the Responses API, which goes back as it came or not at all. */
function isOpaque({ signature, redacted, field }: ReasoningPart): boolean {
  return signature !== null || redacted !== null || field === "reasoning-item";
}

function replaysUnsigned({ api }: Target, table: ApiTable = wireApis): boolean {
  return wireApiOf(api, table)?.replaysUnsignedReasoning === true;
}

function resultFor(call: ToolCallPart, tools: readonly ScenarioTool[]): ToolMessage {
  const tool = tools.find(({ name }) => name === call.name);
  const result = tool === undefined ? undefined : scriptedFor(tool.results, parsedArguments(call));
  return {
    role: "tool",
    toolCallId: call.id,
    toolName: call.name,
    parts: result?.parts ?? [
      { kind: "text", text: `No result is scripted for ${call.name ?? "a call without a name"}` },
    ],
    status: result === undefined ? "error" : result.status,
  };
}

function scriptedFor(results: readonly ScriptedResult[], given: JsonObject): ScriptedResult | undefined {
  return results.find(({ when }) => when === null || isSubset(when, given));
}

function parsedArguments(call: ToolCallPart): JsonObject {
  if (call.argumentsText === null) return {};
  try {
    const value: unknown = JSON.parse(call.argumentsText);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Compares text without regard to case and by inclusion: "San Francisco" matches "San Francisco, CA". */
function isSubset(wanted: JsonObject, given: JsonObject): boolean {
  return Object.entries(wanted).every(([name, value]) => isSame(value, given[name]));
}

function isSame(wanted: JsonValue, given: JsonValue | undefined): boolean {
  if (typeof wanted === "string" && typeof given === "string") {
    return given.toLowerCase().includes(wanted.toLowerCase());
  }
  return JSON.stringify(wanted) === JSON.stringify(given);
}
