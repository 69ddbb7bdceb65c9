import { wholeOf } from "../../../../chat/api.js";
import { isJsonObject, type JsonObject, type JsonValue, withoutNulls } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { listAt, objectAt } from "../../../openai/wire-members.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import type { OwnMembers } from "../../../own-members.js";

/** What of a body only this API has: the summary of reasoning, the verbosity, encrypted reasoning, and tools that the service runs. */
export type OwnParts = {
  readonly body: JsonObject;
  readonly functions: readonly JsonObject[];
  readonly hosted: readonly JsonObject[];
};

/** Gives each upstream what it takes of the members that only this API has. */
export function ownMembersFor({ body, functions, hosted }: OwnParts): OwnMembers {
  const reasoning = objectAt(body, "reasoning");
  const text = objectAt(body, "text");
  return ({ target, allows }) => {
    const warnings: Warning[] = [];
    const isOwn = wholeOf(target.api) === "responses";
    const take = (value: JsonValue | undefined, field: string): boolean => {
      if (isNothing(value)) return false;
      if (!isOwn) warnings.push({ id: "not-carried", field, message: "only an upstream of this API has it" });
      return isOwn;
    };
    const summary = take(reasoning?.["summary"] ?? reasoning?.["generate_summary"], "reasoning.summary");
    const verbosity = take(text?.["verbosity"], "text.verbosity");
    const tools = hosted.filter((tool) => isAllowed(tool, body, { isOwn, allows, warnings }));
    return {
      extra: withoutNulls({
        reasoning: summary ? reasoning : null,
        text: verbosity ? text : null,
        include: isOwn && target.capabilities.reasoning !== false && asksForEncrypted(body) ? [encrypted] : null,
        tools: tools.length === 0 ? null : [...functions, ...tools],
      }),
      warnings,
    };
  };
}

type Allowing = { readonly isOwn: boolean; readonly allows: (member: string) => boolean; readonly warnings: Warning[] };

function isAllowed(tool: JsonObject, { tools }: JsonObject, { isOwn, allows, warnings }: Allowing): boolean {
  const type = String(tool["type"]);
  if (isOwn && allows(type)) return true;
  const index = Array.isArray(tools) ? tools.findIndex((one) => isJsonObject(one) && one === tool) : -1;
  const message = isOwn
    ? `a tool that the service runs; list ${type.slice(0, 100)} under 'allow' of the model's entry to send it`
    : "a tool that the service runs, and only an upstream of this API has it";
  warnings.push({ id: "tool-left-out", field: `tools[${index}]`, message });
  return false;
}

const encrypted = "reasoning.encrypted_content";

function asksForEncrypted(body: JsonObject): boolean {
  return listAt(body, "include")?.includes(encrypted) === true;
}
