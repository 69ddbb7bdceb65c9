import { unreachable } from "../../chat/unreachable.js";
import type { Behaviour } from "../profile.js";
import { alphanumerics, type Random, uuid } from "../random.js";
import { historyCalls, type ModelRequest } from "../request/model-request.js";
import { type ResponsesStyleName, styleOfDoor } from "../write/responses/style.js";

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
      return () => `toolu_01${random.letters(22, alphanumerics)}`;
    case "numbered":
      return (_, index) => `call_${index}`;
    case "call-hex":
      return () => `call_${random.letters(16, "0123456789abcdef")}`;
    case "call-uuid":
      return (_, index) => `call-${uuid(random)}-${index}`;
    case "call-two-digits":
      return (_, index) => `call_${String(index).padStart(2, "0")}_${random.letters(24, alphanumerics)}`;
    case "call-digits":
      return () => `call_${random.letters(16, "0123456789")}`;
    case "anthropic-bedrock":
      return () => `toolu_bdrk_01${random.letters(22, alphanumerics)}`;
    case "call":
      return () => `call_${random.letters(24, alphanumerics)}`;
    default:
      return unreachable(policy);
  }
}

type Policy =
  | Exclude<Behaviour["toolCallIds"], "per-api">
  | "anthropic"
  | "anthropic-bedrock"
  | "call-hex"
  | "call-uuid"
  | "call-two-digits"
  | "call-digits";

function policyOf(behaviour: Behaviour, request: ModelRequest): Policy {
  if (request.dialect === "messages") return request.service === "bedrock-openai" ? "anthropic-bedrock" : "anthropic";
  if (request.dialect === "responses") return ofResponses[behaviour.responses ?? styleOfDoor(request.door)];
  if (request.service !== "bedrock") return "call";
  if (request.api === "converse" || request.api === "converse-stream") return "tooluse";
  if (behaviour.family === "anthropic") return "anthropic-bedrock";
  if (behaviour.family === "mistral-chat") return "nine-alnum";
  return behaviour.family === "nova" ? "tooluse" : "call";
}

/** Mantle's ids: pydantic-ai, 2026-07, and crmne/ruby_llm, 2026-08-19; xAI's and DeepSeek's: the same repositories, 2026-08; LM Studio's: vercel/ai, 2026-01. */
const ofResponses: { readonly [style in ResponsesStyleName]: Policy } = {
  openai: "call",
  openrouter: "call",
  "mantle-openai": "numbered",
  mantle: "call-hex",
  azure: "call",
  xai: "call-uuid",
  deepseek: "call-two-digits",
  codex: "call",
  copilot: "call",
  lmstudio: "call-digits",
};
