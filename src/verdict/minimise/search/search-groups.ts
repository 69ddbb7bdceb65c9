import { isInside } from "../units/pointers.js";
import type { Unit } from "../units/unit.js";
import { type Decision, decideBody, type Flow } from "./ask-body.js";
import { singlesOf } from "./fixed-point.js";
import { groupSize } from "./group-size.js";
import { errors } from "./options.js";
import { type Failing, goOnFrom, lessBy, presentOf, type State, unitsLeft } from "./state.js";
import { expectedTrials } from "./wald.js";

/** How many units are expected to be needed: before one was found, and how many more after that. */
const expected = { first: 1.2, more: 0.5 } as const;

/**
 * Takes units away in groups, larger units before those inside them. Of a group that cannot go, a part is tried next, down to the
 * single unit; what was tried with it without being at fault is tried again later. `lost`: the present body does not fail after all.
 */
export function* searchGroups(state: State): Flow<Searched> {
  const deepest = Math.max(0, ...state.depths.values());
  for (let depth = 0; depth <= deepest; depth += 1) {
    const level = unitsLeft(state).filter((unit) => state.depths.get(unit.id) === depth && !isSuspect(state, unit));
    const searched = yield* searchLevel(state, level, depth);
    if (searched !== "done") return searched;
  }
  return yield* confirmPresent(state, singlesOf(state).length);
}

/** How a search ended. */
export type Searched = "done" | "lost" | "spent";

/**
 * Asks the present body again, before its search goes on or ends: it was accepted on few calls. The more `atStake`, units that were
 * found or are to be tried with this body, the surer.
 */
function* confirmPresent(state: State, atStake: number): Flow<Searched> {
  const why = "does what is left so far still fail?";
  const { body } = presentOf(state);
  const decision = yield* decideBody(state, body, {
    stage: "search",
    errors: { ...errors.confirm, wrongKeeps: errors.confirm.wrongKeeps / Math.max(1, atStake) },
    why,
  });
  if (decision === "spent") return "spent";
  return decision === "keeps" ? "done" : "lost";
}

function* searchLevel(state: State, level: readonly Unit[], depth: number): Flow<Searched> {
  let open = level;
  let held: readonly Unit[] = [];
  let found = depth;
  let atStake = 0;
  while (open.length + held.length > 0) {
    if (held.length === 1) {
      held = [];
      found += 1;
      atStake += 1;
      const confirmed = yield* confirmPresent(state, 4 ** (atStake - 1));
      if (confirmed !== "done") return confirmed;
      continue;
    }
    const from = held.length > 0 ? held : open;
    const { count: size, chance } = groupSize(
      { size: from.length, isHeld: held.length > 0, needed: found > 0 ? expected.more : expected.first },
      expectedTrials(state.belief, errors.search),
    );
    const group = sendable(state, from.slice(0, size));
    if (group.units.length === 0) {
      const out = new Set(from.slice(0, size));
      open = open.filter((unit) => !out.has(unit));
      held = held.filter((unit) => !out.has(unit));
      continue;
    }
    const decision = yield* tryGroup(state, group, chance / (1 - chance));
    if (decision === "spent") return "spent";
    const tried = new Set(group.units);
    if (decision === "keeps") {
      atStake = 0;
      open = open.filter((unit) => !tried.has(unit));
      held = held.filter((unit) => !tried.has(unit));
    } else {
      open = [...open.filter((unit) => !tried.has(unit)), ...held.filter((unit) => !tried.has(unit))];
      held = group.units;
    }
  }
  return "done";
}

type Group = { readonly units: readonly Unit[]; readonly less: Failing | null };

/** The units of a group that can go together: all of them, or those that leave a request, one after the other. */
function sendable(state: State, units: readonly Unit[]): Group {
  const whole = lessBy(state, units);
  if (whole !== null) return { units, less: whole };
  return units.reduce<Group>(
    (group, unit) => {
      const less = lessBy(state, [...group.units, unit]);
      return less === null ? group : { units: [...group.units, unit], less };
    },
    { units: [], less: null },
  );
}

function* tryGroup(state: State, { units, less }: Group, odds: number): Flow<Decision> {
  if (less === null) return "refused";
  const why = `does it still fail without ${inWords(units)}?`;
  const decision =
    less.body === presentOf(state).body
      ? "keeps"
      : yield* decideBody(state, less.body, {
          stage: "search",
          errors: { ...errors.search, odds: Math.min(Math.max(odds, 0.1), 10) },
          why,
        });
  if (decision === "keeps") goOnFrom(state, less);
  return decision;
}

function inWords(units: readonly Unit[]): string {
  const [first, second, ...more] = units.map(({ says }) => says);
  if (second === undefined) return first ?? "nothing";
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}

function isSuspect({ options }: State, { takes }: Unit): boolean {
  return takes.some((pointer) => (options.suspects ?? []).some((suspect) => isInside(suspect, pointer)));
}
