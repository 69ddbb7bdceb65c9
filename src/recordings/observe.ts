import { noAliases, type Reader } from "../adapters/adapter.js";
import { classifyTransport } from "../adapters/errors/classify.js";
import { readerFor, spokenApis } from "../adapters/registry.js";
import { requestIdOf } from "../adapters/request-id.js";
import type { SpokenApi } from "../adapters/spoken-api.js";
import type { Api } from "../chat/api.js";
import { fold, foldAsync } from "../chat/fold.js";
import { isJsonObject } from "../chat/json.js";
import type { Reply, Warning } from "../chat/reply.js";
import { type ChatRequest, plainRequest } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { Attempt, CellIdentity, Provenance, Transcript } from "../transcript/transcript.js";
import { TransportError, type WireResponse } from "../wire/exchange.js";
import { parseJson } from "../wire/json.js";
import { withDeclaredTools } from "./identify/declared-tools.js";
import { type Identity, identify, isOurApi } from "./identify/identify.js";
import { otherApis } from "./identify/other-apis.js";
import { type ModelName, recordedTarget } from "./identify/recorded-target.js";
import { offersTools, type Shape, shapeOfRequest } from "./identify/request-shape.js";
import type { Interaction } from "./interaction.js";

/** What an interaction is. `exchange`: a chat exchange over one of our APIs, with its request and reply. */
export type Observation =
  | {
      readonly kind: "exchange";
      readonly interaction: Interaction;
      readonly identity: Identity;
      readonly exchange: ObservedExchange;
    }
  | {
      readonly kind: "skipped";
      readonly interaction: Interaction;
      readonly identity: Identity;
      readonly reason: SkipReason;
    };

/**
 * `other-api`: a chat API that no adapter reads. `no-chat`: something else. `no-response`: nothing to read. `no-status`: an
 * error body whose status is lost, so that it may have been an error status or an error inside a 200.
 */
export type SkipReason = "other-api" | "no-chat" | "no-response" | "no-status";

/** One exchange as an adapter reads it: a transcript of one turn, and the shape of its request. */
export type ObservedExchange = {
  readonly target: Target;
  readonly shape: Shape;
  readonly transcript: Transcript;
  /** null: the request is not recorded. */
  readonly toolsOffered: boolean | null;
  /** True: the request is not recorded or not readable, and the transcript has an empty one instead. */
  readonly requestUnknown: boolean;
  /** What the reader of the request could not express; `[]` without a request. */
  readonly warnings: readonly Warning[];
};

/** `modelName`: names models by their ids; default: the id. `spoken`: the APIs to look for; default: all of ours. */
type ReadWith = { readonly modelName: ModelName; readonly spoken: readonly SpokenApi[] };

/**
 * Reads one interaction with the adapters. Never rejects because of a recording's content: a response that cannot be read is
 * a failure of the reply.
 *
 * @example
 * for (const read of readRecordings(["cassettes/"])) {
 *   if (read.kind === "interaction") console.log((await observe(read.interaction)).kind);
 * }
 */
export async function observe(
  interaction: Interaction,
  { modelName = (id) => id, spoken = spokenApis }: Partial<ReadWith> = {},
): Promise<Observation> {
  const identity = identify(interaction, spoken);
  const { api } = identity;
  if (!isOurApi(api, spoken)) return { kind: "skipped", interaction, identity, reason: skipReason(identity) };
  if (interaction.response === null && interaction.error === null) {
    return { kind: "skipped", interaction, identity, reason: "no-response" };
  }
  if (isErrorOfLostStatus(interaction)) return { kind: "skipped", interaction, identity, reason: "no-status" };
  return {
    kind: "exchange",
    interaction,
    identity,
    exchange: await readExchange(interaction, { ...identity, api }, { modelName, spoken }),
  };
}

function skipReason({ api }: Identity): SkipReason {
  return otherApis.some(({ name, isChat }) => name === api && isChat) ? "other-api" : "no-chat";
}

function isErrorOfLostStatus({ response, chunks }: Interaction): boolean {
  if (response === null || response.status !== null) return false;
  const parsed = parseJson(Buffer.concat(chunks.map(([, bytes]) => bytes)).toString());
  return parsed.ok && isJsonObject(parsed.value) && isJsonObject(parsed.value["error"]);
}

async function readExchange(
  interaction: Interaction,
  identity: Identity & { readonly api: Api },
  { modelName, spoken }: ReadWith,
): Promise<ObservedExchange> {
  const reader = await readerFor(identity.api, spoken);
  const body = () => Buffer.concat(interaction.chunks.map(([, bytes]) => bytes)).toString();
  const target = recordedTarget(identity, { answered: null, responseBody: body, modelName, spoken });
  const reply = await readReply(interaction, reader, target);
  const decoded =
    interaction.request === null || identity.body === null
      ? null
      : reader.decodeRequest(interaction.request, identity.body);
  const request = decoded === null ? plainRequest(identity.model ?? "", []) : withDeclaredTools(decoded.request);
  const toolsOffered = decoded === null || identity.body === null ? null : offersTools(identity.body);
  const shape = decoded === null ? "not-recorded" : shapeOfRequest(request, toolsOffered === true);
  const named =
    identity.model === null && reply.model !== null
      ? recordedTarget(identity, { answered: reply.model, responseBody: body, modelName, spoken })
      : target;
  const transcript = transcriptOf({ interaction, target: named, shape, request, reply });
  const warnings = decoded?.warnings ?? [];
  return { target: named, shape, transcript, toolsOffered, requestUnknown: decoded === null, warnings };
}

async function readReply(interaction: Interaction, reader: Reader, target: Target): Promise<Reply> {
  const { response, error } = interaction;
  if (response !== null) return foldAsync(reader.read(responseOf(interaction), { target, aliases: noAliases }));
  const where = { phase: "connect", afterFinish: false, status: null, requestId: null } as const;
  return fold([{ kind: "reply-failed", failure: classifyTransport(brokenBy(error), where) }]);
}

/** The recorded response. A lost status is taken to be 200: recordings of bare bodies are of successful replies. */
function responseOf({ response, chunks, end, error }: Interaction): WireResponse {
  return {
    status: response?.status ?? 200,
    headers: response?.headers ?? [],
    chunks: (async function* () {
      for (const [, bytes] of chunks) yield bytes;
      if (end === "eof") return;
      throw brokenBy(error);
    })(),
  };
}

function brokenBy(error: Interaction["error"]): TransportError {
  const { kind = "closed", code = null, message = "the body broke", deadlineMs = null } = error ?? {};
  return new TransportError(kind, message, { code, deadlineMs });
}

type Read = {
  readonly interaction: Interaction;
  readonly target: Target;
  readonly shape: Shape;
  readonly request: ChatRequest;
  readonly reply: Reply;
};

function transcriptOf({ interaction, target, shape, request, reply }: Read): Transcript {
  return {
    formatVersion: 1,
    cell: cellOf(target, shape),
    trial: 1,
    provenance: provenanceOf(interaction, target),
    turns: [
      { step: shape, request, leftOut: [], reply, attempts: [attemptOf(interaction, reply)], otherReading: null },
    ],
    notReached: [],
    notRun: null,
  };
}

function cellOf(target: Target, shape: Shape): CellIdentity {
  const { id, model, provider, api, providerModelId, region } = target;
  return {
    target: id,
    model,
    provider,
    api,
    providerModelId,
    region,
    upstreamPin: null,
    scenario: shape,
    scenarioVersion: 1,
    client: "http",
  };
}

function provenanceOf(
  { file, interaction, format, recordedAt, after, losses }: Interaction,
  target: Target,
): Provenance {
  const lost = losses.length === 0 ? "" : `; lost: ${losses.join(", ")}`;
  return {
    source: after === null ? "recorded" : "authored",
    recordedAt,
    after,
    note: `${file}#${interaction} (${format}${lost})`,
    endpoint: null,
    region: target.region,
  };
}

function attemptOf({ response, recordedAt, chunks }: Interaction, reply: Reply): Attempt {
  return {
    exchange: 0,
    startedAt: recordedAt,
    firstByteMs: null,
    totalMs: chunks.at(-1)?.[0] ?? null,
    status: response?.status ?? null,
    requestId: requestIdOf(response?.headers ?? []),
    failure: reply.failure?.kind ?? null,
  };
}
