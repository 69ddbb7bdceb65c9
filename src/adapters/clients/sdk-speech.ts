import type OpenAI from "openai";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Transport, TransportError, WireHeaders, WireResponse } from "../../wire/exchange.js";
import type { Aliases, Connection, Encoded, EncodeFailed, ReadOptions } from "../adapter.js";

/** What the bytes of a stream hold beside the events that the SDK hands out. */
export type Unseen = {
  readonly push: (bytes: Uint8Array) => void;
  /** Whether `[DONE]` came: the SDK ends alike with and without it (openai 6.49, run 2026-11-28). */
  readonly isDone: () => boolean;
  /** What our own client notes about these bytes, and the SDK cannot show. */
  readonly notes: () => readonly ChatEvent[];
  /** True: the bytes hold events, none of which the SDK hands out. Absent: it hands out every event. */
  readonly isHidden?: () => boolean;
};

/** What a reader of a response begins with. */
export type Begun = {
  readonly status: number;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  readonly otherShape: string | null;
};

/** How a stream ended below the SDK. `pending`: inside an event. */
export type StreamEnd =
  | { readonly kind: "eof"; readonly pending: boolean; readonly isDone: boolean }
  | { readonly kind: "broken"; readonly error: TransportError };

/** Why a stream failed: as another reading of its bytes found, by an error in place of an event, or by bytes that are not JSON. */
export type StreamFailure =
  | { readonly kind: "found"; readonly failure: ChatFailure }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "protocol"; readonly message: string };

export type Read<State> = { readonly state: State; readonly events: readonly ChatEvent[] };

/** An official SDK over our transport. */
export type SdkDoor<Client> = {
  /** Loads the SDK, and opens it over the transport of one call. */
  readonly open: (connection: Connection) => Promise<(transport: Transport) => Client>;
  /** The connection's transport, which adds the request's own headers to what the SDK sends, and authenticates it below the SDK. */
  readonly authorized: (connection: Connection, headers: WireHeaders) => Transport;
};

/** One API of an official SDK: how it is asked, and the decoder that reads what the SDK hands out. */
export type SdkSpeech<State extends { readonly ended: boolean }, Client = OpenAI> = {
  readonly encode: (request: ChatRequest, connection: Connection) => Encoded | EncodeFailed;
  readonly ask: (client: Client, body: JsonObject, options: { readonly signal: AbortSignal }) => Promise<unknown>;
  readonly begin: (begun: Begun) => State;
  readonly step: (state: State, event: unknown) => Read<State>;
  readonly whole: (state: State, body: unknown) => readonly ChatEvent[];
  /** True before anything of a reply was read. */
  readonly isUnread: (state: State) => boolean;
  /** True once the reply's terminal event has been read. */
  readonly isFinished: (state: State) => boolean;
  readonly finish: (state: State, end: StreamEnd) => Read<State>;
  readonly fail: (state: State, failure: StreamFailure) => Read<State>;
  readonly read: (response: WireResponse, options: ReadOptions) => ChatEvents;
  readonly unseen: () => Unseen;
};
