import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest, ToolChoice } from "../../../chat/request.js";
import type { EnvelopeTags } from "../../draft/envelope.js";
import { closeEnveloped } from "../../draft/write-parts.js";
import { readChat } from "../decode/chat-reply.js";
import { decodeChatBody } from "../decode-request/chat-request.js";
import { type ChatBodyRules, type ChatBodyWriter, writeMessages, writeTools } from "../encode/chat-body.js";
import { dropped, type SettingPlaces, writeSettings } from "../encode/settings.js";
import { renameForLimits } from "../repair/aliases.js";
import {
  type Family,
  type FamilyBody,
  type FamilyId,
  type FamilyOptions,
  type FamilyRefusal,
  familyBody,
  isRefusal,
  refused,
} from "./family.js";

/** The differences between the families whose body is a Chat Completions body. */
export type ChatFamily = ChatBodyRules & {
  readonly id: FamilyId;
  readonly settings: SettingPlaces;
  /** The family's value for each tool choice; the service does not support a kind that is absent. */
  readonly toolChoices: { readonly [kind in "auto" | "none" | "required"]?: string } & { readonly named: boolean };
  /** Settings that the service does not support: sent under `faithful`, refused under `repair`. */
  readonly refusedSettings: readonly "stopSequences"[];
  /** The pattern of ids that the service accepts, unless the target's quirks override it; null: any. */
  readonly toolCallIdPattern: string | null;
  readonly reasoning: "effort" | "none";
  readonly envelope: EnvelopeTags | null;
};

export function chatFamily(family: ChatFamily): Family {
  const { envelope } = family;
  return {
    id: family.id,
    formats: family.settings.shaped.includes("responseFormat") ? ["json-object", "json-schema"] : [],
    encode: (request, options) => encodeChat(family, request, options),
    readReply: (draft, body) => readChat(draft, body, envelope),
    readRecord: (draft, record) => readChat(draft, record, envelope),
    close: (draft) => {
      if (envelope !== null) closeEnveloped(draft, envelope);
    },
    decodeRequest: (body) => decodeChatBody(body, family.settings),
  };
}

function encodeChat(family: ChatFamily, asked: ChatRequest, options: FamilyOptions): FamilyBody | FamilyRefusal {
  const limits = {
    toolCallId: options.target.quirks.toolCallIdPattern ?? family.toolCallIdPattern,
    toolName: "[a-zA-Z0-9_-]{1,64}",
  };
  const { request, aliases, warnings: renamings } = renameForLimits(asked, limits, options.policy);
  const writer: ChatBodyWriter = { rules: family, policy: options.policy, warnings: [...renamings] };
  const messages = writeMessages(writer, request.messages);
  if (isRefusal(messages)) return messages;
  const encoding: Encoding = { family, request, options, warnings: writer.warnings };
  const refusedSetting = checkRefused(encoding);
  if (refusedSetting !== null) return refusedSetting;
  const { members, warnings } = writeSettings(request, family.settings, options);
  const choice = writeToolChoice(encoding);
  if (isRefusal(choice)) return choice;
  const body: JsonObject = {
    messages,
    ...(request.tools === null ? {} : { tools: writeTools(request.tools) }),
    ...choice,
    ...members,
    ...writeShaped(encoding),
  };
  return familyBody(body, [...writer.warnings, ...warnings], aliases);
}

/** What writing the body of one request depends on, and the list that collects its warnings. */
type Encoding = {
  readonly family: ChatFamily;
  readonly request: ChatRequest;
  readonly options: FamilyOptions;
  readonly warnings: Warning[];
};

function checkRefused({ family, request, options, warnings }: Encoding): FamilyRefusal | null {
  for (const setting of family.refusedSettings) {
    if (request[setting] === null) continue;
    const message = `${family.id} on InvokeModel takes no ${setting}`;
    if (options.policy === "repair") return refused(setting, message, "parameter-unsupported");
    warnings.push({ id: "limit-exceeded", field: setting, message: `${message}; sent unchanged` });
  }
  return null;
}

function writeToolChoice({ family, request, options, warnings }: Encoding): JsonObject | FamilyRefusal {
  const choice = request.toolChoice;
  if (choice === null) return {};
  const word = choiceWord(family, choice);
  if (word !== null) return { tool_choice: word };
  const message = `${family.id} on InvokeModel does not take tool choice ${choice.kind}`;
  if (options.policy === "repair") return refused("toolChoice", message, "parameter-unsupported");
  warnings.push({ id: "limit-exceeded", field: "toolChoice", message: `${message}; sent unchanged` });
  return { tool_choice: choice.kind === "tool" ? namedChoice(choice.name) : choice.kind };
}

function choiceWord(family: ChatFamily, choice: ToolChoice): JsonValue | null {
  if (choice.kind === "tool") return family.toolChoices.named ? namedChoice(choice.name) : null;
  return family.toolChoices[choice.kind] ?? null;
}

function namedChoice(name: string): JsonObject {
  return { type: "function", function: { name } };
}

function writeShaped(encoding: Encoding): JsonObject {
  const { family, request } = encoding;
  const takes = family.settings.shaped;
  return {
    ...(takes.includes("reasoning") ? writeReasoning(encoding) : {}),
    ...(takes.includes("responseFormat") ? writeResponseFormat(request) : {}),
    ...(takes.includes("parallelToolCalls") && request.parallelToolCalls !== null
      ? { parallel_tool_calls: request.parallelToolCalls }
      : {}),
  };
}

function writeReasoning({ family, request, options, warnings }: Encoding): JsonObject {
  const { reasoning } = request;
  if (reasoning === null || reasoning.mode === "default") return {};
  if (options.target.quirks.reasoningDialect === "moonshot-thinking") {
    return { thinking: { type: reasoning.mode === "off" ? "disabled" : "enabled" } };
  }
  const flat = family.reasoning === "effort" || options.target.quirks.reasoningDialect === "effort-flat";
  if (flat && reasoning.effort !== null && reasoning.mode === "on") {
    if (reasoning.budgetTokens !== null) warnings.push(dropped(family.id, "reasoning.budgetTokens"));
    return { reasoning_effort: reasoning.effort };
  }
  warnings.push(dropped(family.id, "reasoning", "no source says how this family is asked for it"));
  return {};
}

function writeResponseFormat(request: ChatRequest): JsonObject {
  const format = request.responseFormat;
  if (format === null) return {};
  if (format.kind === "text") return { response_format: { type: "text" } };
  if (format.kind === "json-object") return { response_format: { type: "json_object" } };
  const strict = format.strict === null ? {} : { strict: format.strict };
  return {
    response_format: { type: "json_schema", json_schema: { name: format.name, schema: format.schema, ...strict } },
  };
}
