import type { Client } from "../chat/api.js";
import type { ChatEvent, Send } from "../chat/event.js";
import type { ChatFailure } from "../chat/failure.js";
import type { JsonObject } from "../chat/json.js";
import type { Warning } from "../chat/reply.js";
import type { ChatRequest } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { Transport, WireHeaders, WireRequest, WireResponse } from "../wire/exchange.js";

/**
 * `faithful`: the harness. The request goes out unchanged, even where the service will refuse it. A broken limit is a
 * warning, and the refusal is the evidence.
 * `repair`: the router. The adapter keeps to the service's limits with reversible aliases, merged turns or a local
 * refusal that names the field. Every change is a warning.
 */
export type Policy = "faithful" | "repair";

export type EncodeOptions = { readonly target: Target; readonly policy: Policy };

/**
 * A request in the form of a wire API. `path` is relative to the base URL and percent-encoded
 * (`/model/a%3Ab/converse`). `aliases` maps what `repair` renamed back: alias → original; empty under `faithful`.
 */
export type Encoded = {
  readonly kind: "encoded";
  readonly path: string;
  readonly body: JsonObject;
  /** Sent as the body in place of its JSON, where a request changes it to what is no JSON object; absent: the JSON is sent. */
  readonly text?: string;
  /** Headers that this request has beside those of its API, such as `anthropic-beta`; absent: none. */
  readonly headers?: WireHeaders;
  readonly warnings: readonly Warning[];
  readonly aliases: Aliases;
};

/**
 * The request cannot be sent because of `field`. Under `repair`: the adapter cannot keep to a limit of the service.
 * Under `faithful`: only where the body has no member for what the request needs (tools or media in a text-only
 * InvokeModel body). Leaving it out would change the question, so nothing is sent.
 */
export type EncodeRefused = {
  readonly kind: "refused";
  readonly field: string;
  readonly message: string;
  readonly warnings: readonly Warning[];
};

/** The failure that ends the reply to a request that is not sent: phase `local`; its message names the field. */
export type EncodeFailed = {
  readonly kind: "failed";
  readonly failure: ChatFailure;
  readonly warnings: readonly Warning[];
};

/** What the router renamed, alias → original, so that a reply carries the client's own ids and names. */
export type Aliases = {
  readonly toolCallIds: ReadonlyMap<string, string>;
  readonly toolNames: ReadonlyMap<string, string>;
};

export const noAliases: Aliases = { toolCallIds: new Map(), toolNames: new Map() };

/**
 * How a request is authenticated. `aws` resolves the standard credential chain on its first use.
 * `bearer` is a key that is sent as it is, in the header that the target names. `recorded` is for replay: it needs no secret and sends none.
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

/**
 * Everything that `send` needs besides the request. `baseUrl` overrides the target's (simulator, proxy); null: the
 * target's.
 */
export type Connection = {
  readonly target: Target;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly policy: Policy;
  readonly baseUrl: string | null;
};

/**
 * What reading a response depends on: the target's API and body family, and the aliases to rename back. `needsFinish`: a stream
 * that ends with `[DONE]` and without a finish is a failure, since its client would take it for an answer; default: it is whole.
 */
export type ReadOptions = { readonly target: Target; readonly aliases: Aliases; readonly needsFinish?: boolean };

/** What reads one wire API: its responses, and its requests from others. All of it is pure. */
export type Reader = {
  /** Reads one response of any status with our own decoders, as the HTTP client does. */
  readonly read: (response: WireResponse, options: ReadOptions) => AsyncIterable<ChatEvent>;
  /**
   * Turns a wire request into a chat request, for judging recordings and for the router's server. `body`: its parsed body, from a
   * caller that has it; default: it is parsed here.
   */
  readonly decodeRequest: (
    request: WireRequest,
    body?: JsonObject,
  ) => {
    readonly request: ChatRequest;
    readonly warnings: readonly Warning[];
  };
};

/** The adapter of one wire API: a reader that can also ask. All of it is pure except what `open` returns. */
export type Adapter = Reader & {
  readonly encode: (request: ChatRequest, options: EncodeOptions) => Encoded | EncodeRefused;
  /** Prepares a client; the SDK is imported here, on first use. Rejects only on a mistake in the configuration. */
  readonly open: (client: Client, connection: Connection) => Promise<Send<ChatRequest>>;
};
