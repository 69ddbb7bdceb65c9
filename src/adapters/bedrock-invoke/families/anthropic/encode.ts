import type { JsonObject } from "../../../../chat/json.js";
import type { AssistantPart, UserPart } from "../../../../chat/message.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { systemBlocks } from "../../../anthropic/write-blocks.js";
import { writeTool } from "../../../anthropic/write-tools.js";
import { writeSettings } from "../../encode/settings.js";
import { type Turn, turnsOf } from "../../encode/turns.js";
import { renameForLimits } from "../../repair/aliases.js";
import { type FamilyBody, type FamilyOptions, type FamilyRefusal, familyBody, isRefusal } from "../family.js";
import { assistantBlock, type BlockWriter, markBefore, toolResult, userBlock } from "./content.js";
import { anthropicPlaces, writeShaped } from "./shaped-settings.js";

/** Encodes a Messages body without `model` and `stream`, which InvokeModel has in the path. */
export function encodeAnthropic(asked: ChatRequest, options: FamilyOptions): FamilyBody | FamilyRefusal {
  const limits = {
    toolCallId: options.target.quirks.toolCallIdPattern ?? "[a-zA-Z0-9_-]+",
    toolName: "[a-zA-Z0-9_-]{1,128}",
  };
  const { request, aliases, warnings: renamings } = renameForLimits(asked, limits, options.policy);
  const { system, turns, warnings: moved } = turnsOf(request.messages, options.policy);
  const writer: BlockWriter = { policy: options.policy, warnings: [...renamings, ...moved] };
  const messages: JsonObject[] = [];
  for (const turn of turns) {
    const content = turnBlocks(writer, turn);
    if (isRefusal(content)) return content;
    if (content.length > 0 || options.policy === "faithful") messages.push({ role: turn.role, content });
    else writer.warnings.push(emptied(turn));
  }
  const settings = writeSettings(withRequiredLimit(request, writer), anthropicPlaces, options);
  const body: JsonObject = {
    anthropic_version: "bedrock-2023-05-31",
    ...settings.members,
    ...(system.length === 0 ? {} : { system: systemBlocks(system) }),
    messages,
    ...(request.tools === null ? {} : { tools: request.tools.map(writeTool) }),
    ...writeShaped(request, writer),
  };
  return familyBody(body, [...writer.warnings, ...settings.warnings], aliases);
}

function turnBlocks(writer: BlockWriter, turn: Turn): readonly JsonObject[] | FamilyRefusal {
  const results =
    turn.role === "user" ? turn.results.map(({ message, field }) => toolResult(writer, message, field)) : [];
  const blocks: JsonObject[] = [...results];
  for (const { message, field } of turn.messages) {
    for (const [at, part] of message.parts.entries()) {
      if (part.kind === "cache-point") {
        markBefore(writer, { blocks, point: part }, `${field}.parts[${at}]`);
        continue;
      }
      const block = writeBlock(writer, { role: turn.role, part }, `${field}.parts[${at}]`);
      if (isRefusal(block)) return block;
      if (block !== null) blocks.push(block);
    }
  }
  return blocks;
}

type Spoken = { readonly role: Turn["role"]; readonly part: UserPart | AssistantPart };

function writeBlock(writer: BlockWriter, { role, part }: Spoken, field: string) {
  switch (part.kind) {
    case "image":
    case "document":
      return userBlock(writer, part, field);
    case "text":
      return role === "user" ? userBlock(writer, part, field) : assistantBlock(writer, part, field);
    default:
      return assistantBlock(writer, part, field);
  }
}

function withRequiredLimit(request: ChatRequest, writer: BlockWriter): ChatRequest {
  if (request.maxOutputTokens !== null) return request;
  const repaired = writer.policy === "repair";
  const what = repaired ? "4096 is sent" : "none is sent";
  writer.warnings.push({
    id: "limit-required",
    field: "maxOutputTokens",
    message: `the Messages body requires max_tokens; ${what}`,
  });
  return repaired ? { ...request, maxOutputTokens: 4096 } : request;
}

function emptied(turn: Turn) {
  return { id: "turn-dropped", field: `messages[${turn.at}]`, message: `an empty ${turn.role} turn is not sent` };
}
