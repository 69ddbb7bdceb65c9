import type { ReasoningSetting, ResponseFormat, ToolChoice } from "../../chat/request.js";
import type { Settings } from "../scenario.js";
import type { SettingsFile, StepSettingsFile } from "./settings-file.js";

/** The settings of a scenario as its file has them. */
export function resolveSettings(source: SettingsFile): Settings {
  return {
    ...source,
    reasoning: resolveReasoning(source.reasoning),
    responseFormat: resolveResponseFormat(source.responseFormat),
    toolChoice: resolveToolChoice(source.toolChoice),
  };
}

/** The settings that a step changes; a setting that its file does not have is absent. */
export function resolveStepSettings(source: StepSettingsFile): Partial<Settings> {
  const { reasoning, responseFormat, toolChoice, ...plain } = source;
  return {
    ...withoutUndefined(plain),
    ...(reasoning === undefined ? {} : { reasoning: resolveReasoning(reasoning) }),
    ...(responseFormat === undefined ? {} : { responseFormat: resolveResponseFormat(responseFormat) }),
    ...(toolChoice === undefined ? {} : { toolChoice: resolveToolChoice(toolChoice) }),
  };
}

type Plain = Omit<StepSettingsFile, "reasoning" | "responseFormat" | "toolChoice">;
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined(plain: Plain): Defined<Plain> {
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
}

function resolveReasoning(source: SettingsFile["reasoning"]): ReasoningSetting {
  if (typeof source === "object" && source !== null) return source;
  return { mode: source ?? "default", effort: null, budgetTokens: null };
}

function resolveResponseFormat(source: SettingsFile["responseFormat"]): ResponseFormat | null {
  if (source === null) return null;
  return typeof source === "string" ? { kind: source } : { kind: "json-schema", ...source };
}

function resolveToolChoice(source: SettingsFile["toolChoice"]): ToolChoice | null {
  if (source === null) return null;
  return typeof source === "string" ? { kind: source } : { kind: "tool", name: source.tool };
}
