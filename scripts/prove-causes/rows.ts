import { seededRandom } from "../../src/chat/seeded-random.js";
import type { Arm, Space } from "../../src/verdict/experiment/space.js";
import { smallSpace, wholeSpace, withoutPart } from "./spaces.js";
import { type Fault, faultOf, rateUnder, type Truth, type World } from "./world.js";

/** A row of the table: a world for each seed. */
export type Row = { readonly name: string; readonly world: (seed: number) => World };

type Draw = { readonly random: () => number; readonly seed: number; readonly space?: Space };
type Seat = Truth["seat"];

const seats: readonly Seat[] = ["anywhere", "provider", "api", "stream", "region", "transport", "model"];
const base = 0.005;

/** Every row, in the order in which it is printed. */
export const rows: readonly Row[] = [
  ...[0.995, 0.4, 0.2].flatMap((rate) => [
    single(`one cause, ${label(rate)}`, rate),
    pair(`both needed, ${label(rate)}`, "all", rate),
    pair(`either suffices, ${label(rate)}`, "any", rate),
  ]),
  single("one cause, 10 %", 0.1),
  single("one cause, rate drawn from 15 to 100 %", null),
  single("one cause, 40 % over 2 %", 0.4, 0.02),
  single("one cause, 20 % over 2 %", 0.2, 0.02),
  ...[0.995, 0.4, 0.2].map((rate) =>
    row(`one cause in a small space, ${label(rate)}`, (draw) => singleWorld({ ...draw, space: smallSpace() }, rate)),
  ),
  ...[0, 0.01, 0.02].map((rate) => constant(`no fault, ${label(rate)}`, rate, ["no-difference"])),
  ...[0.1, 0.2, 0.4, 0.7, 1].map((rate) => constant(`everything, ${label(rate)}`, rate, ["fails-everywhere"])),
  ...[1, 0.4].map((rate) => triple(`three needed, ${label(rate)}`, rate)),
  ...[0.995, 0.4].map(partly),
  ...[0.995, 0.4].map(lessens),
  row("starts at call 20, 40 %", (draw) => changed(draw, (call) => call >= 20)),
  row("fixed at call 12, 100 %", (draw) => ({
    ...changed(draw, (call) => call < 12, 0.995),
    truth: null,
    right: ["rate-changed", "no-difference"],
  })),
  row("fixed at call 30, 40 %", (draw) => ({
    ...changed(draw, (call) => call < 30),
    truth: null,
    right: ["rate-changed", "no-difference"],
  })),
  row("50 % until call 30, then 20 %", drifting),
  row("throttled in 20 %, 40 %", (draw) => ({ ...singleWorld(draw, 0.4), voids: 0.2 })),
  ...[0.995, 0.4].map((rate) => row(`another flip refused, ${label(rate)}`, (draw) => refusing(draw, rate))),
  ...[0.995, 0.4].map((rate) =>
    row(`copies of equal bodies, ${label(rate)}`, (draw) => ({ ...singleWorld(draw, rate), isCached: true })),
  ),
  ...[0.995, 0.4].map((rate) => row(`no other provider, ${label(rate)}`, (draw) => missing(draw, rate))),
  ...[0.995, 0.4, 0.2].map((rate) => row(`one of two upstreams, ${label(rate)}`, (draw) => upstreams(draw, rate))),
  row("two upstreams, one cause, 40 %", (draw) => ({ ...singleWorld(draw, 0.4), upstreams: ["a", "b"] })),
  ...[0.995, 0.4].map((rate) =>
    row(`two other providers, one fails too, ${label(rate)}`, (draw) => secondProvider(draw, rate)),
  ),
];

function label(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}

function row(name: string, world: (draw: Draw) => World): Row {
  return { name, world: (seed) => world({ seed, random: seededRandom(seed * 7919 + 13) }) };
}

function single(name: string, rate: number | null, floor = base): Row {
  return row(name, (draw) => singleWorld(draw, rate ?? 0.15 + 0.85 * draw.random(), floor));
}

/** A factor or none, and a seat, in turns, so that each comes equally often. */
function singleWorld({ random, seed, space = wholeSpace() }: Draw, rate: number, floor = base): World {
  const all = [...space.factors.map(({ id }) => [id]), [], [], [], [], [], []];
  const factors = all[seed % all.length] ?? [];
  const possible = seats.filter((one) => one === "anywhere" || space.places.some(({ part }) => part === one));
  const own = factors.length === 0 ? possible.slice(1) : possible;
  const seat = own[Math.floor(random() * own.length)] ?? "provider";
  return faulty(space, faultOf(space, { factors, rule: "all", seat }, { rate, base: floor, random }));
}

function pair(name: string, rule: Truth["rule"], rate: number): Row {
  return row(name, ({ random }) => {
    const space = wholeSpace();
    const factors = drawn(space, 2, random);
    const seat = seats[Math.floor(random() * seats.length)] ?? "anywhere";
    return faulty(space, faultOf(space, { factors, rule, seat }, { rate, base, random }));
  });
}

function triple(name: string, rate: number): Row {
  return row(name, ({ random }) => {
    const space = wholeSpace();
    const factors = drawn(space, 3, random);
    return faulty(space, faultOf(space, { factors, rule: "all", seat: "anywhere" }, { rate, base, random }));
  });
}

function constant(name: string, rate: number, right: NonNullable<World["right"]>): Row {
  return row(name, () => ({ space: wholeSpace(), truth: null, right, rate: () => rate }));
}

/** Several levels cure in part: each to a rate of its own, one wholly. */
function partly(rate: number): Row {
  return row(`levels with rates of their own, ${label(rate)}`, ({ random }) => {
    const space = wholeSpace();
    const many = space.factors.filter(({ levels }) => levels.length >= 2);
    const factor = many[Math.floor(random() * many.length)];
    const levels = factor?.levels ?? [];
    const whole = Math.floor(random() * levels.length);
    const partial = new Map(
      levels.map(({ id }, index) => [`${factor?.id}=${id}`, index === whole ? 0 : rate * random()]),
    );
    const fault = faultOf(
      space,
      { factors: [factor?.id ?? ""], rule: "all", seat: "anywhere" },
      { rate, base, random },
    );
    return faulty(space, { ...fault, idle: new Set(), partly: partial });
  });
}

/** No level cures wholly: the first ones halve the rate. */
function lessens(rate: number): Row {
  return row(`levels that lessen alone, ${label(rate)}`, ({ random }) => {
    const space = wholeSpace();
    const [id = ""] = drawn(space, 1, random);
    const levels = space.factors.find((factor) => factor.id === id)?.levels ?? [];
    const fault = faultOf(space, { factors: [id], rule: "all", seat: "anywhere" }, { rate, base, random });
    return faulty(space, {
      ...fault,
      idle: new Set(),
      partly: new Map(levels.map((level) => [`${id}=${level.id}`, rate / 4])),
    });
  });
}

function changed(draw: Draw, isFaulty: (call: number) => boolean, rate = 0.4): World {
  const world = singleWorld(draw, rate);
  return { ...world, rate: (arm, call, upstream) => (isFaulty(call) ? world.rate(arm, call, upstream) : base) };
}

function drifting(draw: Draw): World {
  const [before, after] = [
    singleWorld({ ...draw, random: seededRandom(draw.seed) }, 0.5),
    singleWorld({ ...draw, random: seededRandom(draw.seed) }, 0.2),
  ];
  return { ...before, rate: (arm, call, upstream) => (call < 30 ? before : after).rate(arm, call, upstream) };
}

function refusing(draw: Draw, rate: number): World {
  const world = singleWorld(draw, rate);
  const others = world.space.factors.filter(({ id }) => world.truth?.factors.includes(id) === false);
  const refused = new Set([0, 1].map(() => others[Math.floor(draw.random() * others.length)]?.id ?? ""));
  return { ...world, refuses: (arm) => Object.keys(arm.changed).some((id) => refused.has(id)) };
}

/** The seat cannot be told: a cause of the request is named with its open seats, and a cause of the place is not. */
function missing({ random }: Draw, rate: number): World {
  const whole = wholeSpace();
  const space = withoutPart(whole, ["provider", "api", "stream"]);
  const fault = faultOf(whole, { factors: [], rule: "all", seat: "provider" }, { rate, base, random });
  return { ...faulty(space, { ...fault, fine: new Set() }), truth: null, right: ["undetermined"] };
}

function upstreams({ random }: Draw, rate: number): World {
  const bad = random() < 0.5 ? "a" : "b";
  return {
    space: wholeSpace(),
    truth: null,
    right: ["split-by-upstream"],
    upstreams: ["a", "b"],
    rate: (_arm, _call, upstream) => (upstream === bad ? rate : base),
  };
}

function secondProvider({ random }: Draw, rate: number): World {
  const space = wholeSpace(["provider"]);
  const factors = random() < 0.5 ? [] : drawn(space, 1, random);
  const fault = faultOf(space, { factors, rule: "all", seat: "provider" }, { rate, base, random });
  return faulty(space, { ...fault, fine: new Set(["provider", "model"]) });
}

function faulty(space: Space, fault: Fault): World {
  return { space, truth: canonical(fault), rate: (arm: Arm) => rateUnder(space, fault, arm) };
}

/** Where one factor holds the other, both are the inner one, and either is the outer one. */
function canonical({ factors, rule, seat }: Fault): Truth {
  const [inner, outer] = ["parallel", "history"];
  if (!factors.includes(inner) || !factors.includes(outer)) return { factors, rule, seat };
  return { factors: factors.filter((id) => id !== (rule === "all" ? outer : inner)), rule: "all", seat };
}

function drawn(space: Space, count: number, random: () => number): readonly string[] {
  const left = space.factors.map(({ id }) => id);
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0] ?? "");
}
