import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import type { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { ChatError } from "../../chat/failure.js";
import type { Transport } from "../../wire/exchange.js";
import { type WatchedExchange, watchTransport } from "../../wire/transport/watch.js";
import type { AwsCredentials, Connection, Credentials } from "../adapter.js";
import { localFailure } from "../errors/classify.js";
import { bedrockBaseUrl } from "./bedrock-url.js";

/** The AWS SDK's Bedrock module, loaded on first use (88 ms and 62 MB when measured on Node 20.20, 2026). */
export type BedrockModule = typeof import("@aws-sdk/client-bedrock-runtime");

/** A call's own view of the wire below the SDK. Calls of one client may run side by side, each with its own. */
export type BedrockWatch = {
  /** What to send a command with: its exchange is the one watched. */
  readonly options: (signal: AbortSignal) => CallOptions;
  readonly last: () => WatchedExchange | null;
};

/** Options of a `send`; the SDK hands them on to the request handler as they are (client-bedrock-runtime 3.1162.0, 2026-11). */
export type CallOptions = { readonly abortSignal: AbortSignal; readonly [callTransport]: Transport };

export type BedrockSdk = {
  readonly module: BedrockModule;
  readonly client: BedrockRuntimeClient;
  readonly watch: () => BedrockWatch;
};

/**
 * The official client over our transport: one attempt, no retries, HTTP/1.1 through `fetch`, no endpoint, profile,
 * region or auth variable of the environment. Rejects with a {@link ChatError} when neither a region nor a base URL is
 * set. The SDK hides silent ends and drops unknown events: judge completeness by `watch` and by the events.
 */
export async function openBedrockClient(connection: Connection): Promise<BedrockSdk> {
  const { target, transport } = connection;
  const endpoint = bedrockEndpoint(connection);
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const [module, { FetchHttpHandler }] = await Promise.all([
    import("@aws-sdk/client-bedrock-runtime"),
    import("@smithy/fetch-http-handler"),
  ]);
  const client = new module.BedrockRuntimeClient({
    endpoint,
    region: target.region ?? recordedRegion,
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    userAgentAppId: async () => undefined,
    requestHandler: handlerByCall(FetchHttpHandler, transport),
    ...authOf(connection.credentials),
  });
  return { module, client, watch: () => watchCall(transport) };
}

/** The base URL of a connection, without a slash at the end: its own, else the target's, else the region's. */
export function bedrockEndpoint({ baseUrl, target }: Pick<Connection, "baseUrl" | "target">): string {
  const given = baseUrl ?? target.baseUrl;
  if (given !== null) return given.replace(/\/+$/, "");
  if (target.region === null) throw new ChatError(localFailure("region", `no region is set for ${target.id}`));
  const byRegion = bedrockBaseUrl(target.region);
  if (byRegion === null) {
    throw new ChatError(localFailure("region", `${JSON.stringify(target.region)} cannot be a region of AWS`));
  }
  return byRegion;
}

/** Signed for nobody: with a base URL of our own (simulator, replay) a region is not needed, but the SDK asks for one. */
const recordedRegion = "us-east-1";

const recordedKeys: AwsCredentials = { accessKeyId: "recorded", secretAccessKey: "recorded" };

function authOf(credentials: Credentials): Partial<BedrockRuntimeClientConfig> {
  if (credentials.kind === "bearer") {
    return { token: { token: credentials.token }, authSchemePreference: ["httpBearerAuth"] };
  }
  const sigV4 = { authSchemePreference: ["aws.auth#sigv4"] };
  if (credentials.kind === "aws") return { ...sigV4, credentials: () => resolved(credentials.resolve) };
  return { ...sigV4, credentials: recordedKeys };
}

/** The SDK keeps an identity without an expiry for good; the chain behind `resolve` renews, so it is asked each time. */
async function resolved(resolve: () => Promise<AwsCredentials>): Promise<AwsCredentials & { expiration: Date }> {
  try {
    return { ...(await resolve()), expiration: new Date(Date.now() + 1000) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ChatError(localFailure("credentials", `no AWS credentials: ${message}`), { cause: error });
  }
}

/** In the options of a call: the transport that it goes through. */
const callTransport = Symbol("transport");

/** A `fetch` handler for each call, since each has a transport of its own; a call that brings none goes through `otherwise`. */
function handlerByCall(Handler: typeof FetchHttpHandler, otherwise: Transport) {
  const handle: FetchHttpHandler["handle"] = (request, options) => {
    const { fetch } = transportIn(options) ?? otherwise;
    return new Handler({ customFetch: fetch }).handle(request, options);
  };
  return { handle, updateHttpClientConfig: () => undefined, httpHandlerConfigs: () => ({}) };
}

function transportIn(options: Partial<CallOptions> | object | undefined): Transport | null {
  return options !== undefined && callTransport in options ? (options[callTransport] ?? null) : null;
}

function watchCall(transport: Transport): BedrockWatch {
  const watched = watchTransport(transport);
  return {
    options: (signal) => ({ abortSignal: signal, [callTransport]: watched.transport }),
    last: watched.last,
  };
}
