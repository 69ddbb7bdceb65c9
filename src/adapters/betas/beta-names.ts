import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { WireHeaders } from "../../wire/exchange.js";

/** The member of `extra` that names betas of Anthropic, as Bedrock's bodies spell it. No API has it at the top of its body but Claude's InvokeModel. */
export const betasMember = "anthropic_beta";

/** The betas that extra members name. `wrong`: the member is no list of names. */
export type NamedBetas =
  | { readonly kind: "none" }
  | { readonly kind: "wrong" }
  | { readonly kind: "named"; readonly betas: readonly string[]; readonly rest: JsonObject };

/** Reads the betas that extra members name, and what else they have. */
export function namedBetas(extra: JsonObject): NamedBetas {
  const { [betasMember]: betas, ...rest } = extra;
  if (betas === undefined) return { kind: "none" };
  return Array.isArray(betas) && betas.every(isName) ? { kind: "named", betas, rest } : { kind: "wrong" };
}

/** The header with names of betas, apart by commas (platform.claude.com/docs/en/api/beta-headers, read 2026-11-29); none without a name. */
export function betaHeaders(name: string, betas: readonly string[]): WireHeaders {
  return betas.length === 0 ? [] : [[name, betas.join(",")]];
}

/** The names of betas that a header lists; null: none. */
export function betasInHeader(value: string | null): readonly string[] | null {
  const names = (value ?? "").split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  return names.length === 0 ? null : names;
}

/** Names that are listed in two places, each once. `before`: what extra members have already. */
export function joinedBetas(before: JsonValue | undefined, betas: readonly string[]): JsonValue {
  return [...new Set([...(Array.isArray(before) ? before : []), ...betas])];
}

/** True for what a header can carry as one name. Anthropic's have letters, digits and hyphens. */
function isName(value: JsonValue): value is string {
  return typeof value === "string" && /^[\w.-]{1,100}$/.test(value);
}
