import { engineMembers } from "./engines.js";
import {
  addressMembers,
  addressPrefixes,
  choicePrefixes,
  litellmMembers,
  portkeyMembers,
  vercelMembers,
} from "./gateways.js";
import { type MemberGroup, type RequestMember, refused } from "./member.js";
import { openaiMembers } from "./openai.js";
import { openrouterMembers } from "./openrouter.js";
import { azureMembers, bedrockMembers, dashscopeMembers, vendorMembers } from "./vendors.js";

/** Every group of known members. */
export const memberGroups: readonly MemberGroup[] = [
  ...[openaiMembers, openrouterMembers, addressMembers, litellmMembers, portkeyMembers, vercelMembers],
  ...[engineMembers, dashscopeMembers, azureMembers, vendorMembers, bedrockMembers],
];

const rows = memberGroups.flatMap(({ members }) => members);
const byName: ReadonlyMap<string, RequestMember> = new Map(rows.map((row) => [row.name, row]));
const chosenByBareName: ReadonlyMap<string, RequestMember> = new Map(
  rows.flatMap((row) => (row.treatment === "refused" ? [[bareName(row.name), row]] : [])),
);

/** Names that change an object's prototype when they are copied into it. */
export const unsafeNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The row of a member; null: it has none. A member that chooses is found without case and separators too, since some
 * servers read names so: `apiBase`, `api-base` and `API_BASE` are one name. So is `model` under another spelling.
 */
export function memberNamed(name: string): RequestMember | null {
  const exact = byName.get(name);
  if (exact !== undefined) return exact;
  const bare = bareName(name);
  const chosen = chosenByBareName.get(bare);
  if (chosen !== undefined) return chosen;
  if (addressPrefixes.some((prefix) => bare.startsWith(prefix))) {
    return refused(name, "address", "chooses an address, an account or a key");
  }
  if (choicePrefixes.some((prefix) => bare.startsWith(prefix))) return refused(name, "route", "steers a gateway");
  return bare === "model" && name !== "model" ? refused(name, "model", "names the model") : null;
}

/** Whether an OpenAI-compatible upstream gets the member without being asked. */
export function isPassed(name: string): boolean {
  return byName.get(name)?.treatment === "passed";
}

/** Whether no configuration can allow a request to set the member. */
export function isNeverAllowed(name: string): boolean {
  const chooses = memberNamed(name)?.chooses;
  return chooses === "address" || chooses === "key" || unsafeNames.has(name);
}

/** A name in lower case without separators. Letters that fold to ASCII count as ASCII (Go's JSON matches so). */
function bareName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}
