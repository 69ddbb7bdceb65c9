import { wholeOf } from "../../../../chat/api.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import type { OwnMembers } from "../../../own-members.js";
import { betaMember } from "./betas.js";
import { hostedType } from "./check-tools.js";

type Own = {
  /** What of `thinking`, `output_config` and `tools` no other API has. */
  readonly own: JsonObject;
  /** The betas that the client asks for. */
  readonly betas: readonly string[];
  readonly body: JsonObject;
};

/**
 * Fits what only this API has to a model. An upstream that speaks it gets the members that choose nothing but the reply; to any other
 * each is a warning. A beta goes on where the model's entry allows `anthropic-beta:NAME`; an API without a place for it says so itself.
 */
export function ownMembersFor({ own, betas, body }: Own): OwnMembers {
  return ({ target, allows }) => {
    const api = wholeOf(target.api);
    const forwarded = betas.filter((name) => allows(betaMember(name)));
    const warnings: Warning[] = betaWarnings(betas.filter((name) => !forwarded.includes(name)));
    const extra: { [name: string]: JsonValue } = {};
    for (const one of membersOf(own, body)) {
      const reason =
        api === "messages" ? one.reasonAgainst({ forwarded, allows }) : "the model's API has no such member";
      if (reason === null) extra[one.name] = one.value;
      else warnings.push(...one.fields.map((field) => ({ id: "not-carried", field, message: reason })));
    }
    if (forwarded.length > 0) extra["anthropic_beta"] = forwarded;
    return { extra, warnings };
  };
}

function betaWarnings(left: readonly string[]): Warning[] {
  if (left.length === 0) return [];
  const why = "list anthropic-beta:NAME under 'allow' of the model's entry";
  const names = left.join(", ").slice(0, 400);
  return [{ id: "beta-left-out", field: "anthropic-beta", message: `${names}: not forwarded; ${why}` }];
}

type Reach = { readonly forwarded: readonly string[]; readonly allows: (member: string) => boolean };
type OwnMember = {
  readonly name: string;
  readonly value: JsonValue;
  readonly fields: readonly string[];
  readonly reasonAgainst: (reach: Reach) => string | null;
};

function membersOf(own: JsonObject, body: JsonObject): readonly OwnMember[] {
  const inside = Object.entries(own).map(([name, value]) =>
    name === "tools" ? hostedTools(value) : insideOf(name, value),
  );
  const { metadata, context_management: management, cache_control: cache } = body;
  return [
    ...inside,
    ...(isJsonObject(metadata) ? userOf(metadata) : []),
    ...(isNothing(management) ? [] : [managementOf(management)]),
    ...(isNothing(cache)
      ? []
      : [{ name: "cache_control", value: cache, fields: ["cache_control"], reasonAgainst: taken }]),
  ];
}

function taken(): null {
  return null;
}

function insideOf(name: string, value: JsonValue): OwnMember {
  const names = isJsonObject(value) ? Object.keys(value) : [];
  return { name, value, fields: names.map((inner) => `${name}.${inner}`.slice(0, 100)), reasonAgainst: taken };
}

/** The whole list, since tools of both kinds stand in it. */
function hostedTools(tools: JsonValue): OwnMember {
  const types = (Array.isArray(tools) ? tools : []).map(hostedType);
  return {
    name: "tools",
    value: tools,
    fields: types.flatMap((type, index) => (type === null ? [] : [`tools[${index}]`])),
    reasonAgainst: ({ allows }) => {
      const refused = types.find((type) => type !== null && !allows(type));
      return isNothing(refused) ? null : `list ${refused} under 'allow' of the model's entry to send it`;
    },
  };
}

/** `user_id` names the end user, for abuse detection; the API documents no other member (platform.claude.com, Messages, read 2026-11-29). */
function userOf(metadata: JsonObject): readonly OwnMember[] {
  return Object.entries(metadata)
    .filter(([, value]) => !isNothing(value))
    .map(([name, value]): OwnMember => {
      const isKnown = name === "user_id" && typeof value === "string";
      return {
        name: "metadata",
        value: { user_id: value },
        fields: [`metadata.${name.slice(0, 100)}`],
        reasonAgainst: () => (isKnown ? null : "not a member that the API documents"),
      };
    });
}

/** Services without the beta refuse it: "context_management: Extra inputs are not permitted" (anthropics/claude-code#21612, 2026-02-24). */
function managementOf(value: JsonValue): OwnMember {
  return {
    name: "context_management",
    value,
    fields: ["context_management"],
    reasonAgainst: ({ forwarded, allows }) => {
      if (allows("context_management") || forwarded.some((name) => name.startsWith("context-management-"))) return null;
      return "it needs a beta context-management-…, which is not forwarded";
    },
  };
}
