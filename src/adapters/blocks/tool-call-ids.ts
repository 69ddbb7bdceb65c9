import { createHash } from "node:crypto";
import { Refusal } from "./refusal.js";

/** The ids that are accepted: by the service, and by the model as a regular expression; null: any. */
export type AcceptedIds = { readonly service: RegExp; readonly model: string | null };

/** The ids to send for the calls of one request. */
export type ToolCallIds = {
  /** The id to send for a call: its own when the service accepts it and no earlier call of the request used it. */
  readonly idFor: (call: { readonly id: string; readonly name: string; readonly field: string }) => string;
  /** alias → original. */
  readonly originals: ReadonlyMap<string, string>;
};

/**
 * Assigns one id to each call. `requestIds` are all ids of the request: an alias never equals one of them or another
 * alias.
 */
export function createToolCallIds(accepted: AcceptedIds, requestIds: ReadonlySet<string>): ToolCallIds {
  const matches = matcher(accepted);
  const used = new Set<string>();
  const originals = new Map<string, string>();
  let calls = 0;
  const idFor: ToolCallIds["idFor"] = ({ id, name, field }) => {
    const ordinal = calls;
    calls += 1;
    const sent = matches(id) && !used.has(id) ? id : freeAlias(id, name, ordinal);
    if (sent === null)
      throw new Refusal(
        field,
        `no id that matches ${accepted.model ?? accepted.service.source} could be found for ${JSON.stringify(id)}`,
      );
    used.add(sent);
    if (sent !== id) originals.set(sent, id);
    return sent;
  };
  const freeAlias = (id: string, name: string, ordinal: number): string | null => {
    for (let salt = 0; salt < 100; salt += 1) {
      const found = candidates({ id, name, ordinal }, salt).find(
        (candidate) => matches(candidate) && !used.has(candidate) && !requestIds.has(candidate),
      );
      if (found !== undefined) return found;
    }
    return null;
  };
  return { idFor, originals };
}

function matcher({ service, model: pattern }: AcceptedIds): (id: string) => boolean {
  if (pattern === null) return (id) => service.test(id);
  const model = compiled.get(pattern) ?? compile(pattern);
  return (id) => service.test(id) && model.test(id);
}

/** The few patterns of models.yaml, compiled once: compiling one takes longer than a request. */
const compiled = new Map<string, RegExp>();

function compile(pattern: string): RegExp {
  try {
    const model = new RegExp(`^(?:${pattern})$`);
    compiled.set(pattern, model);
    return model;
  } catch {
    throw new Refusal("quirks.toolCallIdPattern", `${JSON.stringify(pattern)} is not a regular expression`);
  }
}

type NumberedCall = { readonly id: string; readonly name: string; readonly ordinal: number };

/**
 * Letters and digits of every length, the most common first; then the form that Kimi itself generates (facts: wire,
 * a2).
 */
function candidates({ id, name, ordinal }: NumberedCall, salt: number): readonly string[] {
  const text = lettersOf(`${ordinal}\u0000${salt}\u0000${id}`);
  return [...lengths.map((length) => text.slice(0, length)), `functions.${name}:${ordinal + salt}`];
}

const lengths: readonly number[] = [24, 9, ...Array.from({ length: 64 }, (_, index) => 64 - index)];

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function lettersOf(seed: string): string {
  const digest = createHash("sha512").update(seed).digest();
  return Array.from(digest, (byte) => alphabet[byte % alphabet.length]).join("");
}
