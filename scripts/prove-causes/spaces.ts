import type { FactorChoice, PlaceChoice, Space } from "../../src/verdict/experiment/space.js";

/** Factor, its number of other levels, and what it contains. */
const factors: readonly (readonly [id: string, levels: number, contains?: readonly string[]])[] = [
  ["id-shape", 5],
  ["text-before-call", 2],
  ["empty-block", 1],
  ["text-after-result", 2],
  ["result-form", 2],
  ["status", 1],
  ["reasoning-replay", 2],
  ["thinking", 1],
  ["max-tokens", 2],
  ["temperature", 3],
  ["tool-count", 1],
  ["schema-keywords", 1],
  ["parallel", 1],
  ["history", 1, ["parallel"]],
  ["args-encoding", 2],
  ["tool-choice", 1],
  ["system", 1],
  ["cache-point", 1],
  ["extra-fields", 1],
  ["result-length", 1],
  ["unicode", 1],
  ["images", 1],
];

const places: readonly PlaceChoice["part"][] = ["stream", "api", "region", "transport", "provider", "model"];

/** The whole space: 22 factors, one of them in another, and a place for each part; with a second provider if asked for. */
export function wholeSpace(extra: readonly PlaceChoice["part"][] = []): Space {
  return {
    factors: factors.map(
      ([id, count, contains = []]): FactorChoice => ({ id, name: id, levels: levelsOf(count, contains) }),
    ),
    places: [...places, ...extra].map((part, index) => ({
      id: index < places.length ? part : `${part}-${index}`,
      part,
      says: part,
    })),
  };
}

/** What a request of a few turns has: ten factors of one level each, and four places. */
export function smallSpace(): Space {
  const space = withoutPart(wholeSpace(), ["region", "transport"]);
  return {
    ...space,
    factors: space.factors.slice(0, 10).map((factor) => ({ ...factor, levels: factor.levels.slice(0, 1) })),
  };
}

/** The space without the places of a part. */
export function withoutPart(space: Space, parts: readonly string[]): Space {
  return { ...space, places: space.places.filter(({ part }) => !parts.includes(part)) };
}

function levelsOf(count: number, contains: readonly string[]): FactorChoice["levels"] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `v${index + 1}`, says: `v${index + 1}`, costTokens: 0 },
    contains,
  }));
}
