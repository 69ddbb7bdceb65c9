import type { Message } from "../../../src/chat/message.js";
import type { ChatRequest } from "../../../src/chat/request.js";
import { seededRandom } from "../../../src/chat/seeded-random.js";
import type { Seat } from "../../../src/verdict/experiment/hypotheses/place-parts.js";
import type { PlacedRequest } from "../../../src/verdict/experiment/places/place.js";
import { alsoChanging, type CellName, cellNamed, type ProbedCell, wireValue } from "./cells.js";
import {
  drawnFactor,
  drawnSeat,
  finePlaces,
  type Hidden,
  hiddenRate,
  seatsIn,
  seatsOf,
  usableFactors,
  valueAt,
} from "./hidden.js";
import { objectAt, type Seen } from "./read-body.js";
import type { Expected } from "./score.js";
import type { Fate, WireWorld } from "./world-exchange.js";

/** One run: what is asked, in which world, and what has to come out. `parts`: factors and places, for the counts of each. */
export type WireRun = {
  readonly cell: ProbedCell;
  readonly world: WireWorld;
  readonly expected: Expected;
  readonly parts: readonly string[];
};

/** A row of the table. `full`: the runs that the proof asks for. */
export type WireRow = {
  readonly name: string;
  readonly full: number;
  readonly make: (seed: number) => Promise<WireRun>;
};

type Draw = { readonly seed: number; readonly random: () => number };

const base = 0.005;

/** Causes of the place alone, among one turn of all factors. */
const placeTurns = 6;
const cells: readonly CellName[] = ["laden", "answer", "parallel", "chat"];

const wireRows: readonly WireRow[] = [
  ...[1, 0.4, 0.2].map((rate) => row(`one cause, ${percent(rate)}`, 2000, (draw) => single(draw, { rate }))),
  ...[1, 0.4].flatMap((rate) => [
    row(`both needed, ${percent(rate)}`, 400, (draw) => pair(draw, "all", rate)),
    row(`either suffices, ${percent(rate)}`, 400, (draw) => pair(draw, "any", rate)),
  ]),
  ...[0, 0.01, 0.02].map((rate) =>
    row(`no fault, ${percent(rate)}`, 400, (draw) => constant(draw, rate, ["no-difference"])),
  ),
  ...[0.1, 0.2, 0.4, 0.7].map((rate) =>
    row(`every arm, ${percent(rate)}`, 2000, (draw) => constant(draw, rate, ["fails-everywhere", "undetermined"])),
  ),
  row("one cause, 20 % over 2 %", 400, (draw) => single(draw, { rate: 0.2, floor: 0.02 })),
  row("50 % until call 30, then 20 %", 200, drifting),
  row("100 %, fixed at call 12", 200, (draw) => mended(draw, 1, 12)),
  row("40 %, fixed at call 30", 200, (draw) => mended(draw, 0.4, 30)),
  row("throttled in bursts, 40 %", 200, throttled),
  ...[1, 0.4].map((rate) => row(`cached replies, ${percent(rate)}`, 200, (draw) => cached(draw, rate, false))),
  row("cached replies whatever the reference, with an age, 40 %", 200, (draw) => cached(draw, 0.4, true)),
  ...[1, 0.4].map((rate) => row(`another flip refused, ${percent(rate)}`, 200, (draw) => refusing(draw, rate))),
  ...[1, 0.4].map((rate) =>
    row(`no other provider, ${percent(rate)}`, 200, (draw) => single(draw, { rate }, ["alone"])),
  ),
  row("three levels cure, one causes, 40 %", 200, severalLevels),
  ...[1, 0.4].map((rate) =>
    row(`our client rewrites the ids, ${percent(rate)}`, 200, (draw) => ours(draw, rate, "one client")),
  ),
  row("both clients rewrite the ids, 100 %", 200, (draw) => ours(draw, 1, "both")),
  row("both clients rewrite the ids, one provider minds, 100 %", 200, (draw) =>
    ours(draw, 1, "both, one provider minds"),
  ),
  ...[1, 0.4].map((rate) => row(`one of two upstreams, ${percent(rate)}`, 200, (draw) => upstreams(draw, rate))),
  row("the profile kimi, silent at foreign ids", 200, (draw) => shipped(draw, "kimi")),
  row("the profile kimi-silent, silent on Converse", 200, (draw) => shipped(draw, "kimi-silent")),
];

/** The rows of which the name has this part. */
export function wireRowsOf(part: string): readonly WireRow[] {
  return wireRows.filter(({ name }) => name.includes(part));
}

function row(name: string, full: number, make: (draw: Draw) => Promise<WireRun>): WireRow {
  return { name, full, make: (seed) => make({ seed, random: seededRandom(seed * 7919 + 17) }) };
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}

type Rates = { readonly rate: number; readonly floor?: number };

/** The factors in turns, and causes of the place alone, so that each comes equally often, in each cell that has it. */
async function single(draw: Draw, { rate, floor = base }: Rates, names = cells): Promise<WireRun> {
  const { cell, hidden } = await drawnSingle(draw, { rate, floor }, names);
  return runOf(cell, hidden, draw);
}

async function drawnSingle({ seed, random }: Draw, { rate, floor = base }: Rates, names = cells) {
  const all = await Promise.all(names.map(cellNamed));
  const ids = [...new Set(all.flatMap(usableFactors))];
  const turns = [...ids, ...Array.from({ length: placeTurns }, () => null)];
  for (let at = seed; ; at++) {
    const id = turns[at % turns.length] ?? null;
    const able = id === null ? all : all.filter((one) => usableFactors(one).includes(id));
    const cell = able[Math.floor(at / turns.length) % able.length] ?? pick(able, random);
    const seats = seatsIn(cell);
    for (let attempt = 0; attempt < 5 * seats.length; attempt++) {
      const seat = pick(seats, random);
      const hidden = hiddenOf(cell, { ids: id === null ? [] : [id], rule: "all", seat }, { rate, floor, random });
      if (isShown(cell, hidden)) return { cell, hidden };
    }
  }
}

async function pair({ seed, random }: Draw, rule: Hidden["rule"], rate: number): Promise<WireRun> {
  const cell = await cellNamed(cells[seed % cells.length] ?? "laden");
  const usable = usableFactors(cell);
  for (;;) {
    const one = pick(usable, random);
    const other = pick(usable, random);
    const seat = pick(seatsIn(cell), random);
    const isTwo = one !== other && !alsoChanging(cell, one).includes(other) && !alsoChanging(cell, other).includes(one);
    if (!isTwo) continue;
    const hidden = hiddenOf(cell, { ids: [one, other], rule, seat }, { rate, floor: base, random });
    if (isShown(cell, hidden)) return runOf(cell, hidden, { seed, random });
  }
}

type Named = { readonly ids: readonly string[]; readonly rule: Hidden["rule"]; readonly seat: Seat };
type Drawing = { readonly rate: number; readonly floor: number; readonly random: () => number };

function hiddenOf(cell: ProbedCell, { ids, rule, seat }: Named, { rate, floor, random }: Drawing): Hidden {
  const factors = ids.map((id) => drawnFactor(cell, id, random));
  const acts = drawnSeat(seat, cell.failing, random);
  return { factors, rule, seat, acts, rate, base: floor, isIndependent: random() < 0.5 };
}

/** The failing request fails, and a seat of the experiment fits the places that are fine. */
function isShown(cell: ProbedCell, hidden: Hidden): boolean {
  const seats = seatsOf(cell, finePlaces(cell, hidden));
  const isAny = hidden.factors.length > 0 || !seats.includes("anywhere");
  return hiddenRate(hidden, cell.failing) > hidden.base && seats.length > 0 && isAny;
}

function runOf(cell: ProbedCell, hidden: Hidden, draw: Draw, changes: Partial<WireWorld> = {}): WireRun {
  const parts = [...hidden.factors.map(({ id }) => id), `@${hidden.seat}`];
  const world = { ...worldOf((seen) => hiddenRate(hidden, seen), draw), ...changes };
  return { cell, world, expected: { kind: "cause", hidden }, parts };
}

function worldOf(rate: (seen: Seen, call: number) => number, { seed, random }: Draw): WireWorld {
  const fate = (seen: Seen, call: number): Fate => ({ kind: random() < rate(seen, call) ? "bad" : "ok" });
  return { fate, isVaried: seed % 3 !== 0 };
}

async function constant(
  draw: Draw,
  rate: number,
  right: Extract<Expected, { kind: "results" }>["right"],
): Promise<WireRun> {
  const cell = await cellNamed(cells[draw.seed % cells.length] ?? "laden");
  return { cell, world: worldOf(() => rate, draw), expected: { kind: "results", right }, parts: [] };
}

async function drifting(draw: Draw): Promise<WireRun> {
  const { cell, hidden } = await drawnSingle(draw, { rate: 0.5 });
  const later = { ...hidden, rate: 0.2 };
  return runOf(
    cell,
    hidden,
    draw,
    worldOf((seen, call) => hiddenRate(call < 30 ? hidden : later, seen), draw),
  );
}

async function mended(draw: Draw, rate: number, at: number): Promise<WireRun> {
  const { cell, hidden } = await drawnSingle(draw, { rate });
  const world = worldOf((seen, call) => (call < at ? hiddenRate(hidden, seen) : base), draw);
  return { cell, world, expected: { kind: "results", right: ["rate-changed", "no-difference"] }, parts: [] };
}

/** A burst begins in one call of twenty and lasts five: a fifth of all. */
async function throttled(draw: Draw): Promise<WireRun> {
  const run = await single(draw, { rate: 0.4 });
  let left = 0;
  const fate = (seen: Seen, call: number): Fate => {
    if (left === 0 && draw.random() < 0.05) left = 5;
    if (left === 0) return run.world.fate(seen, call);
    left -= 1;
    return { kind: "throttled" };
  };
  return { ...run, world: { ...run.world, fate } };
}

async function cached(draw: Draw, rate: number, isDeep: boolean): Promise<WireRun> {
  const run = await single(draw, { rate });
  const world = { ...run.world, cache: { isDeep, hasAge: isDeep || draw.seed % 2 === 0 } };
  // Nothing but the first call of each arm says anything.
  return isDeep ? { ...run, world, expected: { kind: "results", right: ["undetermined"] } } : { ...run, world };
}

/** Every change of one other factor is refused, at the failing API and there alone. */
async function refusing(draw: Draw, rate: number): Promise<WireRun> {
  const run = await single(draw, { rate });
  const { cell, expected } = run;
  const own = expected.kind === "cause" ? expected.hidden.factors.map(({ id }) => id) : [];
  const others = usableFactors(cell).filter((id) => own.every((one) => !isNear(cell, one, id)));
  const other = pick(others, draw.random);
  const refused = new Set([...(cell.atLevel.get(other)?.values() ?? [])].map((seen) => wireValue(other, seen)));
  refused.delete(wireValue(other, cell.failing));
  const { provider, api } = cell.failing;
  const fate = (seen: Seen, call: number): Fate => {
    const isHere = seen.provider === provider && seen.api === api;
    return isHere && refused.has(wireValue(other, seen)) ? { kind: "refused" } : run.world.fate(seen, call);
  };
  return { ...run, world: { ...run.world, fate } };
}

function isNear(cell: ProbedCell, one: string, other: string): boolean {
  return one === other || alsoChanging(cell, one).includes(other) || alsoChanging(cell, other).includes(one);
}

/** All levels of the ids or the sampling cure but one, which fails as the failing value does. */
async function severalLevels(draw: Draw): Promise<WireRun> {
  const cell = await cellNamed(cells[draw.seed % cells.length] ?? "laden");
  const id = draw.random() < 0.7 ? "id-form" : "sampling";
  const levels = cell.made.space.factors.find((factor) => factor.id === id)?.levels ?? [];
  const causing = pick(levels, draw.random).id;
  const bad = new Set([wireValue(id, cell.failing), valueAt(cell, id, causing)]);
  for (;;) {
    const seat = pick(seatsIn(cell), draw.random);
    const drawn = hiddenOf(cell, { ids: [id], rule: "all", seat }, { rate: 0.4, floor: base, random: draw.random });
    const hidden = { ...drawn, factors: [{ id, bad }] };
    if (isShown(cell, hidden)) return runOf(cell, hidden, draw);
  }
}

type Rewriter = "one client" | "both" | "both, one provider minds";

/** Our side makes `id_…` of every id, which the services answer with silence: all of them, or one provider. */
async function ours(draw: Draw, rate: number, who: Rewriter): Promise<WireRun> {
  const cell = await cellNamed(draw.seed % 2 === 0 ? "answer" : "laden");
  const minds = ({ provider }: Seen) => who !== "both, one provider minds" || provider === cell.failing.provider;
  const isForeign = ({ turns }: Seen) => turns.some(({ calls }) => calls.some(({ id }) => id.startsWith("id_")));
  const world = worldOf((seen) => (isForeign(seen) && minds(seen) ? rate : base), draw);
  const rewrite = (placed: PlacedRequest): PlacedRequest => {
    if (who === "one client" && placed.client !== "http") return placed;
    return { ...placed, request: withOwnIds(placed.request) };
  };
  return { cell, world: { ...world, rewrite }, expected: { kind: "ours" }, parts: [] };
}

function withOwnIds(request: ChatRequest): ChatRequest {
  const own = (id: string | null) => (id === null ? null : `id_${id.replace(/[^A-Za-z0-9]/g, "")}`);
  const messages = request.messages.map((message): Message => {
    if (message.role === "tool") return { ...message, toolCallId: own(message.toolCallId) };
    if (message.role !== "assistant") return message;
    const parts = message.parts.map((part) => (part.kind === "tool-call" ? { ...part, id: own(part.id) } : part));
    return { ...message, parts };
  });
  return { ...request, messages };
}

/** OpenRouter without a pin: each call is served by one of two, and one of them fails. */
async function upstreams(draw: Draw, rate: number): Promise<WireRun> {
  const cell = await cellNamed("routed");
  const bad = draw.random() < 0.5 ? "Alpha" : "Beta";
  const fate = ({ api, body }: Seen): Fate => {
    const isRouted = api === cell.failing.api && objectAt(body, "provider")["only"] === undefined;
    if (!isRouted) return { kind: draw.random() < base ? "bad" : "ok" };
    const upstream = draw.random() < 0.5 ? "Alpha" : "Beta";
    return { kind: draw.random() < (upstream === bad ? rate : base) ? "bad" : "ok", upstream };
  };
  const world = { fate, isVaried: draw.seed % 3 !== 0 };
  return { cell, world, expected: { kind: "results", right: ["split-by-upstream"] }, parts: [] };
}

/** A shipped profile, as it is. */
async function shipped(draw: Draw, profile: "kimi" | "kimi-silent"): Promise<WireRun> {
  const cell = await cellNamed(draw.seed % 2 === 0 ? "answer" : "laden");
  const isKimi = ({ provider, model }: Seen) => provider === "bedrock" && model.includes("kimi");
  const forms = [...(cell.atLevel.get("id-form")?.values() ?? []), cell.failing].map((seen) =>
    wireValue("id-form", seen),
  );
  const bad = new Set(forms.filter((form) => form !== "functions.NAME:N"));
  const common = { rule: "all", rate: 1, base: 0, isIndependent: false } as const;
  const hidden: Hidden =
    profile === "kimi"
      ? { ...common, factors: [{ id: "id-form", bad }], seat: "provider", acts: isKimi }
      : { ...common, factors: [], seat: "api", acts: (seen) => isKimi(seen) && seen.api === "converse" };
  return runOf(cell, hidden, draw, { profile });
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("there is nothing to draw from");
  return item;
}
