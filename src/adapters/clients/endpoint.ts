import { bedrockBaseUrl } from "../../chat/bedrock-url.js";
import { ChatError } from "../../chat/failure.js";
import type { Connection } from "../adapter.js";
import { localFailure } from "../errors/classify.js";

/** The routes of Bedrock's runtime for the APIs of others. */
export type BedrockRoute = "/openai/v1" | "/anthropic/v1";

/**
 * The base URL of an API's own path, without a trailing slash: the connection's, else the target's, else for Bedrock the route of its
 * runtime in the target's region (`/openai/v1`, AWS user guide inference-responses-api, read 2026-08; `/anthropic/v1`, read 2026-11).
 * Throws a {@link ChatError} (`region`) when none of them is set.
 */
export function endpointOf({ baseUrl, target }: Connection, bedrockRoute: BedrockRoute = "/openai/v1"): string {
  const given = baseUrl ?? target.baseUrl;
  if (given !== null) return given.replace(/\/+$/, "");
  if (target.auth !== "bedrock") throw noEndpoint(`the target ${target.id} has no base URL`);
  if (target.region === null) throw noEndpoint(`the target ${target.id} has neither a base URL nor a region`);
  const runtime = bedrockBaseUrl(target.region);
  if (runtime === null) throw noEndpoint(`${JSON.stringify(target.region)} is not a valid AWS region`);
  return `${runtime}${bedrockRoute}`;
}

function noEndpoint(message: string): ChatError {
  return new ChatError(localFailure("region", message, "Set baseUrl on the target, or AWS_REGION for Bedrock."));
}
