import { AsyncLocalStorage } from "node:async_hooks";
import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import { ChatError } from "../chat/failure.js";
import type { Transport } from "../wire/exchange.js";
import { type WatchedExchange, watchTransport } from "../wire/transport/watch.js";
import type { AwsCredentials, Connection, Credentials } from "./adapter.js";
import { bedrockBaseUrl } from "./bedrock-url.js";
import { localFailure } from "./classify.js";

/** The AWS SDK's Bedrock module, loaded on first use (88 ms and 62 MB when measured on Node 20.20, 2026). */
export type BedrockModule = typeof import("@aws-sdk/client-bedrock-runtime");

/** A call's own view of the wire below the SDK. Calls of one client may run side by side, each with its own. */
export type BedrockWatch = {
  /** Runs what makes the SDK send; the exchange that it asks for is the one watched. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly last: () => WatchedExchange | null;
};

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
  const owner = Symbol(target.id);
  const client = new module.BedrockRuntimeClient({
    endpoint,
    region: target.region ?? recordedRegion,
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    userAgentAppId: async () => undefined,
    requestHandler: new FetchHttpHandler({
      customFetch: (input, init) => transportOfCall(owner, transport).fetch(input, init),
    }),
    ...authOf(connection.credentials),
  });
  return { module, client, watch: () => watchBy(owner, transport) };
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

/**
 * Which transport the call under way goes through, and whose client it is. One for the process: on Node 20 every further
 * AsyncLocalStorage costs every promise, for good (measured: 10,000 clients made the suite thirty times slower).
 */
const calls = new AsyncLocalStorage<{ readonly owner: symbol; readonly transport: Transport }>();

function transportOfCall(owner: symbol, otherwise: Transport): Transport {
  const call = calls.getStore();
  return call?.owner === owner ? call.transport : otherwise;
}

function watchBy(owner: symbol, transport: Transport): BedrockWatch {
  const watched = watchTransport(transport);
  return { run: (work) => calls.run({ owner, transport: watched.transport }, work), last: watched.last };
}
