import type { PlaceChoice, Space } from "../space.js";

/** Where a cause sits. `anywhere`: no place cures it. */
export type Seat = "anywhere" | PlaceChoice["part"];

/** A seat, and the places that cure: bit 1 is the first place of the space; bit 0, the failing place, is never set. */
export type PlacePart = { readonly seat: Seat; readonly cures: number; readonly prior: number };

const shares: { readonly [seat in Seat]: number } = {
  anywhere: 0.26,
  provider: 0.25,
  api: 0.15,
  stream: 0.11,
  model: 0.1,
  region: 0.06,
  transport: 0.07,
};

type Part = PlaceChoice["part"];
type Reach = { readonly parts: readonly Part[]; readonly share: number };

/**
 * The parts of a place that cure a seat. Another provider has another API, another stream and another region; whether another API
 * streams in the same way, and whether other places share the transport, is open.
 */
const reaches: { readonly [seat in Seat]: readonly Reach[] } = {
  anywhere: [{ parts: [], share: 1 }],
  provider: [{ parts: ["provider"], share: 1 }],
  api: [{ parts: ["api", "provider"], share: 1 }],
  stream: [
    { parts: ["stream", "api", "provider"], share: 0.6 },
    { parts: ["stream", "provider"], share: 0.3 },
    { parts: ["stream"], share: 0.1 },
  ],
  model: [{ parts: ["model"], share: 1 }],
  region: [
    { parts: ["region", "provider"], share: 0.9 },
    { parts: ["region"], share: 0.1 },
  ],
  transport: [
    { parts: ["transport"], share: 0.5 },
    { parts: ["transport", "provider"], share: 0.3 },
    { parts: ["transport", "api", "provider"], share: 0.2 },
  ],
};

/**
 * Every place part: for each seat the places that cure it, with and without the other models of the failing place (a fault can be
 * that of one model at one provider), and with some only of the places of its own part, which is rarer.
 */
export function placeParts({ places }: Space): readonly PlacePart[] {
  return seats.flatMap((seat) =>
    reaches[seat].flatMap((reach) =>
      setsOf(places, seat, reach.parts).map(({ cures, share }) => ({
        seat,
        cures,
        prior: shares[seat] * reach.share * share,
      })),
    ),
  );
}

const seats: readonly Seat[] = ["anywhere", "provider", "api", "stream", "model", "region", "transport"];

/** The share of a seat that only some of the places of its own part cure. */
const partial = 0.15;

function setsOf(places: readonly PlaceChoice[], seat: Seat, parts: readonly Part[]) {
  const whole = bitsOf(places, parts);
  const own = seat === "anywhere" ? [] : places.flatMap(({ part }, index) => (part === seat ? [index + 1] : []));
  const models = bitsOf(places, ["model"]);
  const missing = own.length >= 2 && own.length <= 4 ? properSubsets(own) : [];
  const sets = [
    { cures: whole, share: missing.length === 0 ? 1 : 1 - partial },
    ...missing.map((bits) => ({ cures: whole & ~bits, share: partial / missing.length })),
  ];
  if (seat === "anywhere" || seat === "model" || models === 0) return sets;
  return sets.flatMap(({ cures, share }) => [
    { cures: cures | models, share: share * 0.6 },
    { cures, share: share * 0.4 },
  ]);
}

function bitsOf(places: readonly PlaceChoice[], parts: readonly Part[]): number {
  return places.reduce((bits, { part }, index) => (parts.includes(part) ? bits | (1 << (index + 1)) : bits), 0);
}

function properSubsets(own: readonly number[]): readonly number[] {
  return Array.from({ length: 2 ** own.length - 2 }, (_, subset) =>
    own.reduce((bits, index, at) => (((subset + 1) >> at) & 1 ? bits | (1 << index) : bits), 0),
  );
}
