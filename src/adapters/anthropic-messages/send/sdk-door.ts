import type Anthropic from "@anthropic-ai/sdk";
import type { WireHeaders } from "../../../wire/exchange.js";
import type { Connection } from "../../adapter.js";
import { authorize, scopeOf } from "../../bedrock/bedrock-auth.js";
import { endpointOf } from "../../clients/endpoint.js";
import { neverMs } from "../../clients/sdk-call.js";
import type { SdkDoor } from "../../clients/sdk-speech.js";
import { bedrockRoute, versionHeader } from "./wire-facts.js";

/**
 * Anthropic's SDK, without its retries and its timeout, and without what it takes from the environment: its key, its base URL, its
 * profiles and its headers (`ANTHROPIC_CUSTOM_HEADERS`). It is imported here, on first use.
 */
export const anthropicDoor: SdkDoor<Anthropic> = {
  open: async () => {
    const { default: Client } = await import("@anthropic-ai/sdk");
    return (transport) =>
      new Client({
        apiKey: placeholder,
        baseURL: placeholderUrl,
        webhookKey: null,
        maxRetries: 0,
        timeout: neverMs,
        logLevel: "off",
        fetch: transport.fetch,
      });
  },
  authorized,
};

/** The address and the credential are set below the SDK: its own path begins with `/v1`, and a base URL of ours may end otherwise. */
function authorized(connection: Connection, added: WireHeaders): Connection["transport"] {
  const { transport, credentials, target } = connection;
  const url = `${endpointOf(connection, bedrockRoute)}/messages`;
  return {
    ...transport,
    exchange: async (request, signal) => {
      const headers = [...request.headers.filter(isOfCall), versionHeader, ...added];
      return transport.exchange(await authorize({ ...request, url, headers }, scopeOf(target, credentials)), signal);
    },
  };
}

const placeholder = "recorded";
const placeholderUrl = "https://sdk.invalid";

/** True for a header that the SDK writes for each call. Its version is a later one than ours (1.14.0, read 2026-11-29). */
function isOfCall([name]: WireHeaders[number]): boolean {
  return ["accept", "content-type", "user-agent"].includes(name) || name.startsWith("x-stainless-");
}
