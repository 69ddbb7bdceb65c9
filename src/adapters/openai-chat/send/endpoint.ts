import { ChatError } from "../../../chat/failure.js";
import type { Connection } from "../../adapter.js";
import { bedrockBaseUrl } from "../../bedrock/bedrock-url.js";
import { localFailure } from "../../errors/classify.js";

/**
 * The base URL that `/chat/completions` stands below, without a slash at the end: the connection's, the target's, or
 * for Bedrock its runtime's OpenAI route in the target's region (`/openai/v1`, AWS user guide
 * inference-responses-api, read 2026-08). Throws a {@link ChatError} (`region`) when none of them says where to ask.
 */
export function endpointOf({ baseUrl, target }: Connection): string {
  const given = baseUrl ?? target.baseUrl;
  if (given !== null) return given.replace(/\/+$/, "");
  if (target.auth !== "bedrock") throw noEndpoint(`the target ${target.id} has no base URL`);
  if (target.region === null) throw noEndpoint(`the target ${target.id} has neither a base URL nor a region`);
  const runtime = bedrockBaseUrl(target.region);
  if (runtime === null) throw noEndpoint(`${JSON.stringify(target.region)} is not the name of a region`);
  return `${runtime}/openai/v1`;
}

function noEndpoint(message: string): ChatError {
  return new ChatError(localFailure("region", message, "Set baseUrl on the target, or AWS_REGION for Bedrock."));
}
