import { unreachable } from "../../chat/unreachable.js";
import type { Behaviour } from "../profile.js";
import { alphanumerics, type Random } from "../random.js";
import { historyCalls, type ModelRequest } from "../request/model-request.js";

/** Makes the id of the `index`th call of a reply. */
export type MintId = (name: string, index: number) => string;

/**
 * Mints ids in the shape of the behaviour. `native` is Kimi's: `functions.NAME:IDX`, counted over the whole history
 * (ConverseStream captures of K2-Thinking, 2026-07). The others are random, from the seed.
 */
export function idMinter(behaviour: Behaviour, request: ModelRequest, random: Random): MintId {
  const policy = behaviour.toolCallIds === "per-api" ? policyOf(behaviour, request) : behaviour.toolCallIds;
  switch (policy) {
    case "native": {
      const before = historyCalls(request).length;
      return (name, index) => `functions.${name}:${before + index}`;
    }
    case "tooluse":
      return () => `tooluse_${random.letters(22, alphanumerics)}`;
    case "nine-alnum":
      return () => random.letters(9, alphanumerics);
    case "anthropic":
      return () => `toolu_bdrk_01${random.letters(22, alphanumerics)}`;
    case "call":
      return () => `call_${random.letters(24, alphanumerics)}`;
    default:
      return unreachable(policy);
  }
}

type Policy = Exclude<Behaviour["toolCallIds"], "per-api"> | "anthropic";

function policyOf(behaviour: Behaviour, request: ModelRequest): Policy {
  if (request.service !== "bedrock") return "call";
  if (request.api === "converse" || request.api === "converse-stream") return "tooluse";
  if (behaviour.family === "anthropic") return "anthropic";
  if (behaviour.family === "mistral-chat") return "nine-alnum";
  return behaviour.family === "nova" ? "tooluse" : "call";
}
