import type { StopSignal } from "../../../src/chat/stop-signal.js";
import type { PlacedRequest } from "../../../src/verdict/experiment/places/place.js";
import type { Exchange, WireRequest } from "../../../src/wire/exchange.js";
import { type ProbedCell, profileExchange, silence, simulatorWith } from "./cells.js";
import { readWire, type Seen } from "./read-body.js";

/** What happens to a request. `upstream`: who a gateway says served it. */
export type Fate = { readonly kind: "bad" | "ok" | "refused" | "throttled"; readonly upstream?: string };

/** A world of bytes: the fate of each request, and what lies between our client and the service. */
export type WireWorld = {
  readonly fate: (seen: Seen, call: number) => Fate;
  /** Several wordings of a good answer; false: always the same words. */
  readonly isVaried: boolean;
  /** A shipped profile of the simulator that answers instead. */
  readonly profile?: string;
  /** Changes a request before it is written, as an adapter or a client with a fault of its own does; the transcript has it unchanged. */
  readonly rewrite?: (placed: PlacedRequest) => PlacedRequest;
  /** Equal bodies get the first one's reply again; `age`: with the header that says so. `isDeep`: whatever the reference in the prompt. */
  readonly cache?: { readonly hasAge: boolean; readonly isDeep: boolean };
};

const wordings = [
  "",
  " Anything else?",
  " Safe travels!",
  " That is all I have.",
  " Enjoy your day!",
  " Let me know if I can help.",
];

/** What was drawn for a request: its fate, and the wording of the answer if there is one. */
export type Drawn = Fate & { readonly wording: number };

/** The experiment compares the words of its first four replies, and of four more if those say the same. */
const compared = 8;

/** A world that answers. */
export type OpenWorld = {
  /** Draws what happens to the next request. */
  readonly draw: (seen: Seen) => Drawn;
  /** The simulator's bytes for what was drawn. */
  readonly answering: (drawn: Drawn) => Exchange;
  /** The simulator in this process, which answers each request as the world has it. */
  readonly exchange: Exchange;
};

export function openWorld(cell: ProbedCell, world: WireWorld, random: () => number): OpenWorld {
  const seed = Math.floor(random() * 1e9);
  // Each has a seed of its own: equal bodies to two regions would get equal ids from one.
  const simulators = new Map<string, Exchange>();
  const kept = new Map<string, Kept>();
  const shipped = world.profile === undefined ? null : profileExchange(world.profile, seed);
  let calls = 0;
  return { draw, answering, exchange };

  function draw(seen: Seen): Drawn {
    calls += 1;
    const fate = world.fate(seen, calls);
    const wording = fate.kind === "ok" && world.isVaried ? Math.floor(random() * wordings.length) : 0;
    return { ...fate, wording: calls <= compared ? wording : 0 };
  }

  async function exchange(request: WireRequest, signal: StopSignal): ReturnType<Exchange> {
    if (shipped !== null) return shipped(request, signal);
    const key = cacheKey(request, world);
    const known = key === null ? undefined : kept.get(key);
    if (known !== undefined) {
      calls += 1;
      return replay(known, world);
    }
    const drawn = draw(readWire(request));
    const response = await answering(drawn)(request, signal);
    if (key === null || drawn.kind === "throttled") return response;
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.chunks) chunks.push(chunk);
    const first = { status: response.status, headers: response.headers, chunks };
    kept.set(key, first);
    return { ...first, chunks: played(chunks) };
  }

  function answering({ kind, upstream, wording }: Drawn): Exchange {
    const name = `${kind} ${upstream ?? ""} ${wording}`;
    const found =
      simulators.get(name) ??
      simulatorWith({ ...behaviour(kind, wording), ...named(upstream) }, seed + simulators.size);
    simulators.set(name, found);
    return found;
  }

  function behaviour(kind: Fate["kind"], wording: number): object {
    switch (kind) {
      case "bad":
        return silence;
      case "refused":
        return {
          faults: [{ fault: "status", status: 400, message: "Malformed input request: this value is not permitted." }],
        };
      case "throttled":
        return {
          faults: [{ fault: "status", status: 429, message: "Too many requests, please wait before trying again." }],
        };
      case "ok":
        return { replies: [{ when: {}, text: `${answerOf(cell)}${wordings[wording] ?? ""}` }] };
    }
  }
}

type Kept = { readonly status: number; readonly headers: WireRequestHeaders; readonly chunks: readonly Uint8Array[] };
type WireRequestHeaders = WireRequest["headers"];

function named(upstream: string | undefined): object {
  return upstream === undefined ? {} : { upstream };
}

/** The example of the step that fails. */
function answerOf({ scenario, explained }: ProbedCell): string {
  const step = scenario.steps.find(({ id }) => id === explained.turn.step);
  return (step?.example ?? []).map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function cacheKey({ url, body }: WireRequest, { cache }: WireWorld): string | null {
  if (cache === undefined) return null;
  const text = new TextDecoder().decode(body ?? new Uint8Array());
  return `${url} ${cache.isDeep ? text.replace(/\[ref [0-9a-f]{6}\] /g, "") : text}`;
}

function replay({ status, headers, chunks }: Kept, { cache }: WireWorld) {
  const aged = cache?.hasAge === true ? [...headers, ["age", "31"] as const] : headers;
  return { status, headers: aged, chunks: played(chunks) };
}

async function* played(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
}
