import type { JsonObject } from "../../../chat/json.js";
import { encryptedReasoning } from "../../answer/seal.js";
import { alphanumerics, type Random, uuid } from "../../random.js";
import { listAt } from "../../request/members.js";
import type { WriteContext } from "../piece.js";
import { type ResponsesStyle, responsesStyles, styleOfDoor } from "./style.js";

/** The style of one reply, and what it names. */
export type ResponsesDialect = {
  readonly style: ResponsesStyle;
  /** The id of the reply: one, or another each time where ids rotate. */
  readonly replyId: () => string;
  /** In seconds. */
  readonly createdAt: number;
  readonly model: string;
  /** Makes the id of an item. */
  readonly itemId: (kind: keyof typeof prefixes) => string;
  /** Makes encrypted reasoning; null where none is asked for or the service has none. */
  readonly encrypted: (() => string) | null;
};

/** The dialect of a reply: by its door, unless the profile names another. */
export function responsesDialect(context: WriteContext): ResponsesDialect {
  const { request, behaviour, random, nowMs, body } = context;
  const style = responsesStyles[behaviour.responses ?? styleOfDoor(request.door)];
  const createdAt = Math.floor(nowMs / 1000);
  const { encrypted } = style;
  const id = responseId(style, createdAt, random);
  return {
    style,
    replyId: style.idsRotate ? () => responseId(style, createdAt, random) : () => id,
    createdAt,
    model: behaviour.servedAs ?? request.model,
    itemId: (kind) => itemId(style, kind, random),
    encrypted: encrypted === null || !asksForEncrypted(body) ? null : () => encryptedReasoning(encrypted, random),
  };
}

const smallLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
const hex = "0123456789abcdef";
const base32 = "abcdefghijklmnopqrstuvwxyz234567";

function responseId({ ids }: ResponsesStyle, createdAt: number, random: Random): string {
  switch (ids) {
    case "openai":
    case "local":
      return `resp_${random.letters(48, hex)}`;
    case "opaque":
      return opaqueId(random);
    case "uuid":
    case "uuid-items":
      return uuid(random);
    case "gateway":
      return `gen-${createdAt}-${random.letters(20, alphanumerics)}`;
    default:
      return `resp_${random.letters(52, base32)}`;
  }
}

const prefixes = { reasoning: "rs", message: "msg", call: "fc", search: "ws" } as const;

function itemId({ ids }: ResponsesStyle, kind: keyof typeof prefixes, random: Random): string {
  switch (ids) {
    case "openai":
      return `${prefixes[kind]}_${random.letters(48, hex)}`;
    case "uuid":
      return uuid(random);
    case "opaque":
      return opaqueId(random);
    case "local":
      return `${prefixes[kind]}_${random.letters(21, smallLetters)}`;
    case "uuid-items":
      return `${prefixes[kind]}_${uuid(random)}`;
    case "mantle":
      return `${prefixes[kind]}_${random.letters(32, hex)}`;
    case "mantle-short":
      return `${kind === "call" ? "fc" : "msg"}_${random.letters(16, hex)}`;
    case "gateway":
      return `${prefixes[kind]}_tmp_${random.letters(11, smallLetters)}`;
  }
}

function opaqueId(random: Random): string {
  return random.letters(400, `${alphanumerics}+/`);
}

function asksForEncrypted(body: JsonObject): boolean {
  return listAt(body, "include").includes("reasoning.encrypted_content");
}
