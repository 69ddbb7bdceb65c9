import type { Ended } from "../../../src/library/experiment/after-call.js";
import type { Seat } from "../../../src/verdict/experiment/hypotheses/place-parts.js";
import type { Result } from "../../../src/verdict/experiment/result.js";
import type { WhoseResult } from "../../../src/verdict/experiment/results/whose-result.js";
import { alsoChanging, type ProbedCell, wireValue } from "./cells.js";
import { finePlaces, type Hidden, isFineByAbsence, seatsOf } from "./hidden.js";

/** What a run came to: the true name; another name, place or culprit; or none. `why`: what was named, in words. */
export type Scored = { readonly score: "right" | "wrong" | "open"; readonly why: string };

/** What has to come out: a cause with its place and its culprit, or one of some other results. */
export type Expected =
  | { readonly kind: "cause"; readonly hidden: Hidden }
  | { readonly kind: "ours" }
  | {
      readonly kind: "results";
      readonly right: readonly Result["kind"][];
      /** Results that say too little, besides `undetermined`. */
      readonly open?: readonly Result["kind"][];
    };

export type Experimented = {
  readonly result: Result | null;
  readonly whose: WhoseResult | null;
  readonly ended: Ended | null;
};

/** Compares what an experiment says with what is hidden. */
export function scored(cell: ProbedCell, expected: Expected, { result, whose, ended }: Experimented): Scored {
  if (ended?.kind === "own") return { score: expected.kind === "ours" ? "right" : "wrong", why: ended.says };
  if (expected.kind === "ours") return scoredOurs(result, whose, ended);
  if (result === null && expected.kind === "results" && expected.right.includes("undetermined"))
    return { score: "right", why: ended?.says ?? "" };
  if (result === null) return { score: "open", why: ended?.says ?? "no result" };
  if (expected.kind === "results") {
    if (expected.right.includes(result.kind)) return { score: "right", why: result.kind };
    const isOpen = result.kind === "undetermined" || expected.open?.includes(result.kind) === true;
    return { score: isOpen ? "open" : "wrong", why: namedBy(result, whose) };
  }
  if (result.kind === "undetermined") return { score: "open", why: result.because };
  if (result.kind !== "cause") return { score: "wrong", why: result.kind };
  const { hidden } = expected;
  const fine = finePlaces(cell, hidden);
  const [seat = "anywhere"] = result.cause.seats;
  const why = namedBy(result, whose);
  if (!isNamed(cell, hidden, result)) return { score: "wrong", why: `factor: ${why}` };
  if (!seatsOf(cell, fine).includes(seat)) return { score: "wrong", why: `place: ${why}` };
  const isOpenPlace = result.cause.seats.includes("anywhere") && result.cause.seats.length > 1;
  const parties = isOpenPlace ? { right: ["undetermined", "our-request"] } : partiesOf(cell, hidden, { fine, seat });
  if (whose !== null && parties.right.includes(whose.party)) return { score: "right", why };
  const isOpen = whose === null || whose.party === "undetermined";
  return { score: isOpen ? "open" : "wrong", why: `culprit: ${why}` };
}

/** A fault of our own: nobody else may be blamed. */
function scoredOurs(result: Result | null, whose: WhoseResult | null, ended: Ended | null): Scored {
  const why = result === null ? (ended?.says ?? "no result") : namedBy(result, whose);
  if (whose === null || whose.party === "undetermined") return { score: "open", why };
  return { score: whose.party === "adapter" || whose.party === "client" ? "right" : "wrong", why };
}

function isNamed(cell: ProbedCell, hidden: Hidden, { cause }: Extract<Result, { kind: "cause" }>): boolean {
  const truth = hidden.factors.map(({ id }) => id);
  // What a level of another factor changes on the wire too, that one may be named beside it.
  const along = new Set(truth.flatMap((id) => alsoChanging(cell, id)));
  return cause.names.some(({ factors, rule }) => {
    const isAll = truth.every((id) => factors.includes(id));
    const isOnly = factors.every((id) => truth.includes(id) || (along.has(id) && rule === "all"));
    return isAll && isOnly && (truth.length < 2 || rule === hidden.rule);
  });
}

type Place = { readonly fine: readonly string[]; readonly seat: Seat };

/** Whose it may be called. */
function partiesOf(cell: ProbedCell, hidden: Hidden, { fine, seat }: Place) {
  const right = (...parties: readonly string[]) => ({ right: parties });
  const own = fine.filter((id) => cell.made.places.find((one) => one.id === id)?.part === seat);
  const absent = own.filter((id) => isFineByAbsence(cell, hidden, id));
  const isUntold = own.some((id) => isUnsent(cell, hidden, id));
  const model = cell.made.space.places.filter(({ part }) => part === "model");
  switch (seat) {
    case "anywhere":
      return model.length > 0
        ? right("undetermined", "our-request", "harness")
        : right("model", "our-request", "undetermined");
    case "provider":
    case "region":
      if (absent.length > 0) return right("undetermined", "our-request", "model");
      return isUntold || isNormalised(hidden, seat)
        ? right("provider-serving", "undetermined")
        : right("provider-serving");
    case "api":
    case "stream":
      if (absent.length > 0) return right("undetermined", "our-request", "model");
      return isUntold ? right("provider-translation", "undetermined") : right("provider-translation");
    case "transport":
      return right("adapter", "client");
    case "model":
      return right("model");
  }
}

/** Moonshot rewrites ids before the model sees them, so that it is no control of them. */
function isNormalised({ factors }: Hidden, seat: Seat): boolean {
  return seat === "provider" && factors.some(({ id }) => id === "id-form");
}

/** The failing value of a factor is not in the body there: nothing is shown of it. */
function isUnsent(cell: ProbedCell, { factors }: Hidden, place: string): boolean {
  const seen = cell.atPlace.get(place);
  return seen !== undefined && factors.some(({ id, bad }) => !bad.has(wireValue(id, seen)));
}

/** A result in a few words. */
export function namedBy(result: Result, whose: WhoseResult | null): string {
  const party = whose === null ? "" : `, ${whose.party}${whose.standing === null ? "" : ` ${whose.standing}`}`;
  if (result.kind !== "cause") return `${result.kind}${party}`;
  const names = result.cause.names.map(
    ({ factors, rule }) => factors.join(rule === "all" ? " and " : " or ") || "no factor",
  );
  const cures = Object.entries(result.cures).map(([id, level]) => `${id}=${level}`);
  return `${names.join(" = ")} at ${result.cause.seats.join(" = ")} (${cures.join(", ")})${party}`;
}
