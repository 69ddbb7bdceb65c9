import type { JsonObject, JsonValue } from "../chat/json.js";
import { isJsonObject } from "../chat/json.js";
import type { StopSignal } from "../chat/stop-signal.js";
import { unreachable } from "../chat/unreachable.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Exchange, WireRequest, WireResponse } from "../wire/exchange.js";
import type { PromptCache } from "./answer/prompt-cache.js";
import { credentialFault, presenceFault } from "./credentials/check-credential.js";
import type { CredentialFault } from "./credentials/credential-fault.js";
import { documentedKeys, type KnownKeys } from "./credentials/known-keys.js";
import type { FaultCounts } from "./faults/applies.js";
import type { KnownModel } from "./list-models.js";
import { playBody, refuseAborted, type Sleep, sleepForReal } from "./play-body.js";
import type { Profile } from "./profile.js";
import { createRandom } from "./random.js";
import type { Reply } from "./reply.js";
import { replyTo } from "./reply-to.js";
import type { Route } from "./request/route.js";
import { routeOf } from "./request/route-of.js";

/** The options of {@link createSimulator}. */
export type SimulatorOptions = {
  /** Tried in order: the first behaviour that matches the model and the provider answers. */
  readonly profiles: readonly Profile[];
  readonly scenarios: readonly Scenario[];
  /** Ids that `GET /models` lists where the profiles answer them, besides those that a profile names whole; default: none. */
  readonly models?: readonly KnownModel[];
  readonly seed: number;
  /** The clock for `created` and `date`. */
  readonly now: () => Date;
  /** For faults and delays that take time; default: real timers. */
  readonly sleep?: Sleep;
  /**
   * `required` (the default): a request without an `authorization` header is refused, and any value is accepted. `checked`: a SigV4
   * signature or a bearer key must be right for one of `keys`. `ignored`: none is needed.
   */
  readonly authorization?: "required" | "checked" | "ignored";
  /** What `checked` accepts; default: the example keys of AWS's documentation, and `simulated` as a bearer key. */
  readonly keys?: KnownKeys;
};

/**
 * Simulates OpenRouter and Bedrock offline. The same seed and the same requests give the same bytes. A repeated request gets
 * new ids, independent of the requests in between. Rejects with a TransportError for connection faults; the chunks throw one
 * where the body breaks. Checks keys and signatures where `authorization` is `checked`; otherwise it accepts a wrong key, date or
 * region.
 *
 * @example
 * const { exchange } = createSimulator({ profiles: [loadProfile(file)], scenarios, seed: 1, now: () => new Date() });
 * const { status, chunks } = await exchange(request, signal);
 */
export function createSimulator(options: SimulatorOptions): { readonly exchange: Exchange } {
  const counts: FaultCounts = new Map();
  const cache: PromptCache = new Set();
  const repetitions: Repetitions = new Map();
  const sleep = options.sleep ?? sleepForReal;
  let underWay = 0;
  return {
    exchange: async (request, signal) => {
      refuseAborted(signal);
      const isBusy = underWay > 0;
      underWay += 1;
      const onEnd = () => {
        underWay -= 1;
      };
      const route = routeOf(request);
      const now = options.now();
      const repetition = repetitionOf(request, repetitions);
      const reply = replyTo({
        route,
        body: readBody(request),
        credential: faultOf(request, route, { ...options, nowMs: now.getTime() }),
        profiles: options.profiles,
        scenarios: options.scenarios,
        models: options.models ?? [],
        counts,
        cache,
        isRepeated: repetition.count > 1,
        isBusy,
        random: createRandom(`${options.seed}:${repetition.text}`),
        nowMs: now.getTime(),
      });
      try {
        const response = await respond(reply, signal, { sleep, now });
        return { ...response, chunks: toItsEnd(response.chunks, onEnd) };
      } catch (error) {
        onEnd();
        throw error;
      }
    },
  };
}

async function* toItsEnd(chunks: WireResponse["chunks"], onEnd: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } finally {
    onEnd();
  }
}

type Checking = Pick<SimulatorOptions, "authorization" | "keys"> & { readonly nowMs: number };

function faultOf(request: WireRequest, route: Route, checking: Checking): CredentialFault | null {
  const { authorization = "required", keys = documentedKeys, nowMs } = checking;
  switch (authorization) {
    case "ignored":
      return null;
    case "required":
      return presenceFault(request, route);
    case "checked":
      return credentialFault(request, route, { keys, nowMs });
    default:
      return unreachable(authorization);
  }
}

type Clock = { readonly sleep: Sleep; readonly now: Date };

async function respond(reply: Reply, signal: StopSignal, { sleep, now }: Clock): Promise<WireResponse> {
  if (reply.kind === "no-connection") throw reply.error;
  for await (const early of playBody(reply.plan.beforeHeaders, signal, sleep)) {
    throw new TypeError(`${early.length} bytes before the headers`);
  }
  return {
    status: reply.status,
    headers: [["date", now.toUTCString()], ...reply.headers],
    chunks: playBody(reply.plan.body, signal, sleep),
  };
}

/** How often each request was sent, by its method, path and body. */
type Repetitions = Map<string, number>;

/** How often a request was sent, this time included. `text`: identifies it, which the random values of the reply depend on. Advances the count. */
function repetitionOf(
  request: WireRequest,
  repetitions: Repetitions,
): { readonly count: number; readonly text: string } {
  const text = request.body === null ? "" : new TextDecoder().decode(request.body);
  const key = `${request.method} ${new URL(request.url).pathname} ${text}`;
  const count = (repetitions.get(key) ?? 0) + 1;
  repetitions.set(key, count);
  return { count, text: `${count}:${key}` };
}

/** null: not a JSON object. */
function readBody(request: WireRequest): JsonObject | null {
  if (request.body === null) return null;
  try {
    const value: JsonValue = JSON.parse(new TextDecoder().decode(request.body));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
