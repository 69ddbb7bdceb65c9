import type { EncryptedPrefix } from "../../answer/seal.js";
import type { Door } from "../../request/door.js";
import { vendorStyles } from "./vendor-styles.js";

/** How a service writes Responses, where services differ. */
export type ResponsesStyle = {
  /** Where the line `event:` of a server-sent event stands: before `data:`, behind it, or nowhere. */
  readonly eventLine: "first" | "last" | "none";
  /** The members of an object: `type` first, in alphabetical order, or `type` first and the number last. */
  readonly order: "type-first" | "sorted" | "number-last";
  /** `created_at` with a fraction: `1787150056.0`. */
  readonly floatTime: boolean;
  /**
   * `uuid`: bare ones; `uuid-items`: the reply's is bare, and an item's has its kind before it. `local`: an item's kind and small letters; `opaque`: long
   * texts without a kind.
   */
  readonly ids: "openai" | "mantle" | "mantle-short" | "gateway" | "uuid" | "uuid-items" | "local" | "opaque";
  /** Every event has other ids, of the reply and of its items. */
  readonly idsRotate: boolean;
  /** The arguments of a call come in deltas before they come whole. */
  readonly argumentDeltas: boolean;
  /** The last event counts the tokens as Copilot bills them. */
  readonly bills: boolean;
  /** A call's item has `item_id` and `output_index` in place of `id`. */
  readonly callHasItemId: boolean;
  /** The `content_index` of a message's text. */
  readonly textIndex: number;
  /** Reasoning as a summary, or as text in parts whose events are `reasoning_part` or `content_part`. */
  readonly reasoning: "summary" | "reasoning_part" | "content_part";
  /** Every delta has `obfuscation`: random letters that pad it, or none. null: no delta has it. */
  readonly obfuscation: "padded" | "blank" | null;
  /** The members of the reply's object. */
  readonly echo: "openai" | "mantle-short" | "gateway";
  /** The form of `encrypted_content`, where it is asked for; null: there is none. */
  readonly encrypted: EncryptedPrefix | null;
  /** The gateway's own: comments before the stream, `[DONE]` behind it, and reasoning that ends after the message with another id. */
  readonly gateway: boolean;
  /** The last event of a stream has no items: they stand in `output_item.done` alone. */
  readonly endsEmpty: boolean;
  /** `content_filters` of the reply's object; null: the service has no such member. */
  readonly filters: "judged" | "null" | null;
  /** A reply may be asked for in the background, where it begins `queued`. */
  readonly queues: boolean;
  /** An error is `{error: {…}}`, or `{code, error}` with two texts. */
  readonly errors: "object" | "texts";
};

const openai: ResponsesStyle = {
  eventLine: "first",
  order: "type-first",
  floatTime: false,
  ids: "openai",
  idsRotate: false,
  argumentDeltas: true,
  bills: false,
  callHasItemId: false,
  textIndex: 0,
  reasoning: "summary",
  obfuscation: "padded",
  echo: "openai",
  encrypted: "gAAAAAB",
  gateway: false,
  endsEmpty: false,
  filters: null,
  queues: true,
  errors: "object",
};

const mantleOpenAi: ResponsesStyle = {
  ...openai,
  eventLine: "last",
  order: "sorted",
  ids: "mantle",
  obfuscation: "blank",
  encrypted: "rsn_",
};

/**
 * The style of each door. OpenAI's: recordings of 2025-09 to 2026-07 (vercel/ai, rig, pydantic-ai). Mantle's `/openai/v1`: pydantic-ai,
 * 2026-07; its `/v1`: crmne/ruby_llm, 2026-08-19. OpenRouter's: pydantic-ai, 2025-11-27. No recording of the runtime's is known: it is
 * written as mantle's `/openai/v1`. Replies in the background: pydantic-ai, 2026-02-18, from OpenAI; mantle has them, the runtime and
 * OpenRouter have none (AWS: inference-responses-api; OpenRouter: Responses; both read 2026-11), and those of the vendors are not documented here.
 */
export const responsesStyles = {
  openai,
  "mantle-openai": mantleOpenAi,
  mantle: {
    ...mantleOpenAi,
    eventLine: "none",
    floatTime: true,
    ids: "mantle-short",
    callHasItemId: true,
    textIndex: 1,
    reasoning: "reasoning_part",
    obfuscation: null,
    echo: "mantle-short",
    encrypted: null,
  },
  openrouter: {
    ...openai,
    eventLine: "none",
    order: "number-last",
    ids: "gateway",
    reasoning: "content_part",
    obfuscation: null,
    echo: "gateway",
    encrypted: null,
    gateway: true,
    queues: false,
  },
  ...vendorStyles(openai),
} as const satisfies { readonly [name: string]: ResponsesStyle };

export type ResponsesStyleName = keyof typeof responsesStyles;

export const responsesStyleNames = [
  ...(["openai", "mantle-openai", "mantle", "openrouter"] as const),
  ...(["azure", "xai", "deepseek", "codex", "copilot", "lmstudio"] as const),
] as const;

/** The style in which a door writes, unless a profile names another. */
export function styleOfDoor(door: Door | null): ResponsesStyleName {
  switch (door) {
    case "openrouter":
    case "mantle":
      return door;
    case "runtime":
    case "mantle-openai":
      return "mantle-openai";
    default:
      return "openai";
  }
}
