import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import type { Inside, RequestMember } from "../request-members/member.js";
import { isNeverAllowed, memberNamed, unsafeNames } from "../request-members/members.js";
import { RequestRefusal } from "./refusal.js";

/** Says whether the configuration lets a request set a member. */
export type Allows = (member: string) => boolean;

type Admitting = {
  /** Members that the server reads itself. */
  readonly isRead: (name: string) => boolean;
  readonly allows: Allows;
  readonly warnings: Warning[];
};

/**
 * The members of a body that may go on. One that would choose model, route, provider, plugin, address or key is refused,
 * unless the configuration allows it by name; an address or a key is refused always (CVE-2024-6587, LiteLLM `api_base`).
 * Objects in the others keep the names that are known. Unknown members stay: each model's `allow` decides on them.
 */
export function admitMembers(body: JsonObject, { isRead, allows, warnings }: Admitting): JsonObject {
  // Most requests have nothing else, and need no copy.
  if (Object.keys(body).every(isRead)) return body;
  const admitted: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value === undefined) continue;
    if (isRead(name)) admitted[name] = value;
    else {
      refuseUnsafe(name, name);
      const member = memberNamed(name);
      if (member !== null && !isAdmitted(value, { name, member, allows, warnings })) continue;
      const isPlain = member?.treatment === "passed" && !allows(name);
      const kept = isPlain ? insideOf(value, { name, inside: member.inside, warnings }) : value;
      if (kept !== undefined) admitted[name] = kept;
    }
  }
  return admitted;
}

type Asked = {
  readonly name: string;
  readonly member: RequestMember;
  readonly allows: Allows;
  readonly warnings: Warning[];
};

function isAdmitted(value: JsonValue, { name, member, allows, warnings }: Asked): boolean {
  if (member.treatment !== "refused") return true;
  if (isNeverAllowed(name)) throw refusalOf(name, member);
  if (allows(name)) return true;
  if (!choosesNothing(value)) throw refusalOf(name, member);
  // Null counts as absent; agents send empty lists for what they do not use.
  if (value !== null) warnings.push({ id: "member-left-out", field: short(name), message: "it is empty" });
  return false;
}

function choosesNothing(value: JsonValue): boolean {
  if (value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Refuses a member with what it would decide, and what to write in the configuration instead. */
function refusalOf(path: string, member: RequestMember): RequestRefusal {
  const shown = short(path);
  const message = isNeverAllowed(member.name)
    ? `'${shown}' cannot be set by a request: the router's configuration decides the provider, its address and the key.`
    : `'${shown}' cannot be set by a request: the router's configuration decides it. It ${member.effect}. ${remedy(member)}`;
  return new RequestRefusal(shown, message, "forbidden_parameter");
}

function remedy({ name, chooses }: RequestMember): string {
  if (name === "extra_body") return "Send its members at the top level of the body.";
  const allow = `to let requests set it, list ${name} under 'allow' of the model's entry.`;
  switch (chooses) {
    case "model":
    case "fallback":
      return `Add models to the router's file, and ask for them by their names there or in router.fallback_models; ${allow}`;
    case "provider":
      return `Write it as 'upstream' into the model's entry; ${allow}`;
    default:
      return `Write it under 'extra' of the model's entry; ${allow}`;
  }
}

function refuseUnsafe(name: string, path: string): void {
  if (!unsafeNames.has(name)) return;
  throw new RequestRefusal(path, `'${path}' is not a valid member name.`, "forbidden_parameter");
}

type Within = { readonly name: string; readonly inside: Inside; readonly warnings: Warning[] };

/** The value with the members that are known in it; undefined: nothing of it goes on. */
function insideOf(value: JsonValue, { name, inside, warnings }: Within): JsonValue | undefined {
  const leave = (message: string) => {
    warnings.push({ id: "member-left-out", field: short(name), message });
    return undefined;
  };
  if (inside === "data") return value;
  if (inside === "false") {
    return value === false ? value : leave("only false goes on: the configuration decides what the account stores");
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => insideOf(item, { name: `${name}[${index}]`, inside, warnings }) ?? []);
  }
  if (!isJsonObject(value)) return value;
  if (inside === "plain") return leave("an object is not one of its values");
  const entries = Object.entries(value).flatMap(([key, item]): readonly (readonly [string, JsonValue])[] => {
    const path = `${name}.${key}`;
    refuseUnsafe(key, path);
    refuseChoice(key, path);
    if (inside !== "open" && !inside.includes(key)) {
      warnings.push({ id: "member-left-out", field: short(path), message: "not a member that the router knows" });
      return [];
    }
    const kept = insideOf(item, { name: path, inside: inside === "open" ? "plain" : inside, warnings });
    return kept === undefined ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

/** A choice is refused inside another member too: `chat_template_kwargs: { chat_template }` (CVE-2025-61620, vLLM). */
function refuseChoice(key: string, path: string): void {
  const member = memberNamed(key);
  if (member?.treatment === "refused") throw refusalOf(path, member);
}

function short(name: string): string {
  return name.slice(0, 100);
}
