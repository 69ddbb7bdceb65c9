import { join } from "node:path";
import type { JsonObject } from "../../../src/chat/json.js";
import { createArmAsker } from "../../../src/library/experiment/ask-arms.js";
import { Budget } from "../../../src/runner/live/budget.js";
import { loadProfile } from "../../../src/simulator/load-profiles.js";
import { asProfile } from "../../../src/simulator/profile.js";
import { createSimulator } from "../../../src/simulator/simulator.js";
import { placeRequest } from "../../../src/verdict/experiment/places/place-request.js";
import type { Arm } from "../../../src/verdict/experiment/space.js";
import type { Exchange, WireRequest } from "../../../src/wire/exchange.js";
import { factorValues } from "./factor-values.js";
import { type CellChoice, day, type FailingCell, failingCell, scenarios } from "./failing-case.js";
import { readWire, type Seen } from "./read-body.js";
import { root } from "./root.js";

/** A failing cell, and what its requests look like on the wire. */
export type ProbedCell = FailingCell & {
  /** The failing request as it is. */
  readonly failing: Seen;
  /** The failing request at each place, by the place's id. */
  readonly atPlace: ReadonlyMap<string, Seen>;
  /** For each factor, its values after each of its levels, by the level's id. */
  readonly atLevel: ReadonlyMap<string, ReadonlyMap<string, Seen>>;
};

const bedrockMembers: JsonObject = {
  performanceConfig: { latency: "optimized" },
  serviceTier: { type: "priority" },
  additionalModelRequestFields: { top_k: 40 },
};

const choices = {
  answer: { scenario: "response-after-tool", provider: "bedrock", api: "converse", extra: {}, lacks: () => false },
  laden: {
    ...{ scenario: "laden-request", provider: "bedrock", api: "converse-stream", extra: bedrockMembers },
    lacks: () => false,
  },
  parallel: { scenario: "parallel-calls", provider: "bedrock", api: "converse", extra: {}, lacks: () => false },
  chat: { scenario: "laden-request", provider: "moonshot", api: "chat-completions", extra: {}, lacks: () => false },
  alone: {
    ...{ scenario: "laden-request", provider: "bedrock", api: "converse-stream", extra: bedrockMembers },
    lacks: ({ provider }) => !provider.startsWith("bedrock"),
  },
  routed: {
    scenario: "response-after-tool",
    provider: "openrouter",
    api: "chat-completions",
    extra: {},
    lacks: () => false,
  },
} as const satisfies { readonly [name: string]: CellChoice };
export type CellName = keyof typeof choices;

const made = new Map<CellName, Promise<ProbedCell>>();

/** Makes a cell once in this process. */
export function cellNamed(name: CellName): Promise<ProbedCell> {
  const found = made.get(name) ?? probe(choices[name]);
  made.set(name, found);
  return found;
}

/** The simulator with faults in every reply. */
export function simulatorWith(behaviour: object, seed: number): Exchange {
  const profile = asProfile({
    ...{ name: "hidden", title: "A hidden cause" },
    models: [{ models: ["*"], family: "moonshot", ...behaviour }],
  });
  return createSimulator({ profiles: [profile], scenarios, seed, now: () => day }).exchange;
}

/** The simulator with a profile of the repository. */
export function profileExchange(name: string, seed: number): Exchange {
  const profile = loadProfile(join(root, `scenarios/profiles/${name}.yaml`));
  return createSimulator({ profiles: [profile], scenarios, seed, now: () => day }).exchange;
}

export const silence = { faults: [{ fault: "silent", when: { step: "after-tool" } }] };

async function probe(choice: CellChoice): Promise<ProbedCell> {
  const silent = simulatorWith(silence, 1);
  const cell = await failingCell(choice, silent);
  const { explained, made: space } = cell;
  const sent: WireRequest[] = [];
  const asker = createArmAsker({
    exchange: (request, signal) => {
      sent.push(request);
      return silent(request, signal);
    },
    credentialsFor: () => ({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    nonceSeed: 1,
  });
  const look = async (arm: Arm): Promise<Seen> => {
    const placed = placeRequest(arm, explained.call, space.places);
    const { signal } = new AbortController();
    await asker.ask(placed, { step: explained.turn.step, nonce: null, signal, mostUsd: null });
    const request = sent.pop();
    if (request === undefined) throw new Error(`nothing was sent for ${JSON.stringify(arm)}`);
    return readWire(request);
  };
  const atPlace = new Map<string, Seen>();
  for (const { id } of space.space.places) atPlace.set(id, await look({ changed: {}, place: id }));
  const atLevel = new Map<string, ReadonlyMap<string, Seen>>();
  for (const { id, levels } of space.space.factors) {
    const seen = new Map<string, Seen>();
    for (const level of levels) seen.set(level.id, await look({ changed: { [id]: level.id }, place: null }));
    atLevel.set(id, seen);
  }
  return { ...cell, failing: await look({ changed: {}, place: null }), atPlace, atLevel };
}

/** The value of a factor on the wire. Throws for a factor that no reader here knows. */
export function wireValue(factor: string, seen: Seen): string {
  const read = factorValues[factor];
  if (read === undefined) throw new Error(`no reader of the wire knows the factor ${factor}`);
  return read(seen);
}

/** Factors of which a level changes another one's value on the wire, too: `history` that cuts away the parallel calls. */
export function alsoChanging(cell: ProbedCell, factor: string): readonly string[] {
  const before = wireValue(factor, cell.failing);
  return [...cell.atLevel].flatMap(([other, levels]) =>
    other !== factor && [...levels.values()].some((seen) => wireValue(factor, seen) !== before) ? [other] : [],
  );
}
