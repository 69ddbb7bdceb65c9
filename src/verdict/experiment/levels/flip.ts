import type { Client } from "../../../chat/api.js";
import type { JsonValue } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Source, Target } from "../../../chat/target.js";
import type { FactorId } from "../../attribution/factors/factor-ids.js";
import type { Pointers } from "./body-shape.js";

/**
 * The call that fails, as far as an experiment needs it. `request`: as the transcript has it. `sentinels`: words that the answer must
 * use, so that no level may take them out of a tool result. `findings`: what was wrong with the reply, as ids.
 */
export type FailingCall = {
  readonly request: ChatRequest;
  readonly target: Target;
  readonly client: Client;
  readonly sentinels: readonly string[];
  readonly findings: readonly string[];
};

/** A value of a factor that can be asked. `costTokens`: what asking with it can cost beyond the failing request, input and output. */
export type Level = { readonly id: string; readonly says: string; readonly costTokens: number };

/** A value of a factor that is not asked, and why. */
export type Unasked = { readonly id: string; readonly why: string };

/** One factor of a request and how to change it, and it alone. */
export type Flip = {
  readonly id: FactorId;
  /** What differs, for a sentence: `the form of the tool-call ids in the history`. */
  readonly name: string;
  /** Factors of the attribution that this one changes under another id. */
  readonly reads?: readonly FactorId[];
  /** Factors that have to be changed before this one, because the result depends on the order. */
  readonly after?: readonly FactorId[];
  /** True: it can take other factors away, as a shorter history has no parallel calls. */
  readonly takesAway?: true;
  /** The places of the body that it may change. */
  readonly pointers: Pointers;
  /** Why it is worth asking. */
  readonly source: Source;
  /**
   * The values other than the failing one, the likeliest cure first, and those that cannot be sent here. Empty: the request has nothing
   * of the kind. `request` carries every member of the body, those of the target included.
   */
  readonly offer: (call: FailingCall) => readonly (Level | Unasked)[];
  /** Changes the request to a level that was offered for it. The sentinels stay. Applied twice, it changes nothing more. */
  readonly apply: (request: ChatRequest, level: string, sentinels: readonly string[]) => ChatRequest;
};

/** A body as it would be sent, or why a request cannot be written for the target. */
export type Written =
  | { readonly kind: "body"; readonly body: JsonValue }
  | { readonly kind: "refused"; readonly why: string };

/** A level; `costTokens` default: 0. */
export function level(id: string, says: string, costTokens = 0): Level {
  return { id, says, costTokens };
}

/** A level that is not asked. */
export function unasked(id: string, why: string): Unasked {
  return { id, why };
}

/** About how many tokens a text has: four characters each. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
