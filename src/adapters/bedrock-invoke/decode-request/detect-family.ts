import type { JsonObject } from "../../../chat/json.js";
import type { FamilyId } from "../families/family.js";

/**
 * Detects the body family of a recorded request. Bedrock's model ids begin with the vendor, after an optional geography
 * (`us.anthropic.claude-…`): that is the format of the id. The body decides between two forms of one vendor. For an id
 * without a vendor (an imported model, an opaque inference profile) the members of the body decide; null when they do
 * not. A target never needs this: its family is `quirks.family`.
 */
export function detectFamily(modelId: string | null, body: JsonObject): FamilyId | null {
  const vendor = modelId === null ? null : vendorOf(modelId);
  switch (vendor) {
    case "anthropic":
    case "cohere":
    case "ai21":
      return vendor;
    case "moonshot":
    case "moonshotai":
      return "moonshot";
    case "meta":
      return "llama";
    case "openai":
      return "gpt-oss";
    case "amazon":
      return "messages" in body || "inferenceConfig" in body ? "nova" : "titan";
    case "deepseek":
      return "prompt" in body ? "deepseek-r1" : "deepseek-v3";
    case "mistral":
      return "prompt" in body ? "mistral-text" : "mistral-chat";
    default:
      return familyByBody(body);
  }
}

const vendors: ReadonlySet<string> = new Set([
  "anthropic",
  "cohere",
  "ai21",
  "moonshot",
  "moonshotai",
  "meta",
  "openai",
  "amazon",
  "deepseek",
  "mistral",
]);

/** The vendor's label in the last path segment of the id: the first, or the second after a geography. */
function vendorOf(modelId: string): string | null {
  const name = modelId.slice(modelId.lastIndexOf("/") + 1);
  return (
    name
      .split(".")
      .slice(0, 2)
      .find((label) => vendors.has(label)) ?? null
  );
}

/** Members that only one family has. A plain chat body or prompt body gets the simplest family that reads it. */
function familyByBody(body: JsonObject): FamilyId | null {
  const found = tells.find(([member]) => member in body);
  return found === undefined ? null : found[1];
}

const tells: readonly (readonly [member: string, family: FamilyId])[] = [
  ["anthropic_version", "anthropic"],
  ["max_tokens_to_sample", "anthropic"],
  ["schemaVersion", "nova"],
  ["inferenceConfig", "nova"],
  ["textGenerationConfig", "titan"],
  ["inputText", "titan"],
  ["max_gen_len", "llama"],
  ["chat_history", "cohere"],
  ["message", "cohere"],
  ["messages", "deepseek-v3"],
  ["prompt", "deepseek-r1"],
];
