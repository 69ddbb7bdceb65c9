import type { Api, Client } from "../chat/api.js";
import type { ChatEvent, Send } from "../chat/event.js";
import type { ChatFailure } from "../chat/failure.js";
import type { JsonObject } from "../chat/json.js";
import type { Warning } from "../chat/reply.js";
import type { ChatRequest } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { Transport, WireRequest, WireResponse } from "../wire/exchange.js";

/**
 * `faithful`: the harness. What the request says goes out unchanged, also what the service will refuse; a broken
 * limit is a warning, and the refusal is the evidence.
 * `repair`: the router. The service's limits are honoured by reversible aliases, merged turns or a local refusal that
 * names the field; every change is a warning.
 */
export type Policy = "faithful" | "repair";

export type EncodeOptions = { readonly target: Target; readonly policy: Policy };

/**
 * A request in a service's words. `path` is below the base URL, percent-encoded (`/model/a%3Ab/converse`).
 * `aliases` undoes what `repair` renamed: alias → original; empty under `faithful`.
 */
export type Encoded = {
  readonly kind: "encoded";
  readonly path: string;
  readonly body: JsonObject;
  readonly warnings: readonly Warning[];
  readonly aliases: Aliases;
};

/**
 * The request cannot be sent, and `field` says what stands in the way. Under `repair`: a limit of the service that cannot
 * be honoured. Under `faithful` only where the body has no place at all for what the request needs (tools or media in a
 * text-only InvokeModel body): leaving it out would be another question, so nothing is sent.
 */
export type EncodeRefused = {
  readonly kind: "refused";
  readonly field: string;
  readonly message: string;
  readonly warnings: readonly Warning[];
};

/** A request that is not sent, as the failure that ends its reply: phase `local`, its message names the field. */
export type EncodeFailed = {
  readonly kind: "failed";
  readonly failure: ChatFailure;
  readonly warnings: readonly Warning[];
};

export type Aliases = {
  readonly toolCallIds: ReadonlyMap<string, string>;
  readonly toolNames: ReadonlyMap<string, string>;
};

export const noAliases: Aliases = { toolCallIds: new Map(), toolNames: new Map() };

/**
 * What proves who we are. `aws` resolves the standard credential chain when first asked.
 * `recorded` is for replay: no secret is needed and none is sent.
 */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "aws"; readonly resolve: () => Promise<AwsCredentials> }
  | { readonly kind: "recorded" };

export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** Everything a `send` needs besides the request. `baseUrl` overrides the target's (simulator, proxy). */
export type Connection = {
  readonly target: Target;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly policy: Policy;
  readonly baseUrl: string | null;
};

/** How a response is read: which API it answers, which body family, and what to rename back. */
export type ReadOptions = { readonly target: Target; readonly aliases: Aliases };

/** One wire API's adapter. All of it is pure except what `open` returns. */
export type Adapter = {
  readonly apis: readonly Api[];
  readonly encode: (request: ChatRequest, options: EncodeOptions) => Encoded | EncodeRefused;
  /** Prepares a client; the SDK is imported here, on first use. Rejects only on a mistake in the configuration. */
  readonly open: (client: Client, connection: Connection) => Promise<Send<ChatRequest>>;
  /** Our own reading of one response, whatever its status: what the HTTP client does with the bytes. */
  readonly read: (response: WireResponse, options: ReadOptions) => AsyncIterable<ChatEvent>;
  /** A wire request back into chat words, for judging recordings and for the router's door. */
  readonly decodeRequest: (request: WireRequest) => {
    readonly request: ChatRequest;
    readonly warnings: readonly Warning[];
  };
};
