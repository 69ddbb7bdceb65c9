import type { Message } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";

/**
 * True when what is left is a conversation and a choice of tools that a service can take, as far as the whole request was one:
 * two turns stand one after the other only where every API takes that, or where the whole request had such a pair; it begins and
 * ends as every API takes it, or as the whole request did; a tool that is chosen is there.
 */
export function isInOrder(left: ChatRequest, whole: ChatRequest): boolean {
  const [roles, before] = [rolesOf(left.messages), rolesOf(whole.messages)];
  const known = new Set([...usualPairs, ...pairsOf(before)]);
  return pairsOf(roles).every((pair) => known.has(pair)) && choosesTools(left, whole);
}

type Role = "user" | "assistant" | "calls" | "tool";

/** Bedrock: "A conversation must start with a user message", "roles must alternate" (wording of Converse's refusals, 2026-11-29). */
const usualPairs = [
  ...["start user", "user assistant", "user calls", "assistant user", "calls tool", "tool tool"],
  ...["tool assistant", "tool calls", "user end", "tool end"],
];

function rolesOf(messages: readonly Message[]): readonly Role[] {
  return messages.flatMap(({ role, parts }) => {
    if (role === "system" || role === "developer") return [];
    return role === "assistant" && parts.some(({ kind }) => kind === "tool-call") ? ["calls"] : [role];
  });
}

function pairsOf(roles: readonly Role[]): readonly string[] {
  const all = ["start", ...roles, "end"];
  return all.slice(1).map((role, index) => `${all[index]} ${role}`);
}

function choosesTools(left: ChatRequest, whole: ChatRequest): boolean {
  const hasTools = left.tools !== null && left.tools.length > 0;
  const hadTools = whole.tools !== null && whole.tools.length > 0;
  if (hadTools && !hasTools && (left.toolChoice !== null || left.parallelToolCalls !== null)) return false;
  const choice = left.toolChoice;
  if (choice?.kind !== "tool") return true;
  const isIn = (tools: ChatRequest["tools"]) => tools?.some(({ name }) => name === choice.name) === true;
  return isIn(left.tools) || !isIn(whole.tools);
}
