import { differencePatch } from "../../evidence/json-patch.js";
import { type ChoiceOptions, factorChoices, type NotAsked } from "../levels/factor-choices.js";
import type { FailingCall, Written } from "../levels/flip.js";
import type { Arm, Space } from "../space.js";
import { carried } from "./carried.js";
import type { ExperimentPlace, PlaceChoices, PlaceOptions } from "./place.js";
import { placeChoices } from "./place-choices.js";
import { placeRequest } from "./place-request.js";

/** What an experiment on one failing call can vary, what it cannot and why, and the controls that it lacks. */
export type MadeSpace = {
  readonly space: Space;
  readonly places: readonly ExperimentPlace[];
  /**
   * By place id: the levels that change nothing in its body, as `factor=level`, the failing value being not sent there, or sent anyway.
   * A level that only adds to the failing body is not among them: what fails is that nothing is sent, and nothing is sent there too.
   */
  readonly idle: { readonly [place: string]: readonly string[] };
  readonly factorsNotAsked: readonly NotAsked[];
  readonly placesNotAsked: PlaceChoices["notAsked"];
  readonly missing: PlaceChoices["missing"];
};

/** Makes the space of a failing call. */
export function makeSpace(call: FailingCall, options: PlaceOptions & ChoiceOptions): MadeSpace {
  const { factors, notAsked } = factorChoices(carried(call), options);
  const { places, notAsked: placesNotAsked, missing } = placeChoices(call, options);
  const choices = places.map(({ id, part, says }) => ({ id, part, says }));
  const asking: Asking = { call, places, write: options.write };
  const idle = places.map(({ id }) => [id, idleLevels(id, factors, asking)] as const);
  const adding = new Set(addingLevels(factors, asking));
  return {
    ...{ space: { factors, places: choices, idle: Object.fromEntries(idle) }, places },
    idle: Object.fromEntries(idle.map(([id, levels]) => [id, levels.filter((level) => !adding.has(level))])),
    ...{ factorsNotAsked: notAsked, placesNotAsked, missing },
  };
}

type Asking = Pick<PlaceOptions, "write"> & { readonly call: FailingCall; readonly places: readonly ExperimentPlace[] };

function idleLevels(place: string, factors: Space["factors"], asking: Asking): readonly string[] {
  const failing = JSON.stringify(written({ changed: {}, place }, asking));
  const isIdle = (changed: Arm["changed"]) => JSON.stringify(written({ changed, place }, asking)) === failing;
  return levelsThat(factors, isIdle);
}

/** The levels that add members to the failing body and take none away. */
function addingLevels(factors: Space["factors"], asking: Asking): readonly string[] {
  const failing = written({ changed: {}, place: null }, asking);
  return levelsThat(factors, (changed) => {
    const after = written({ changed, place: null }, asking);
    if (failing.kind === "refused" || after.kind === "refused") return false;
    return differencePatch(failing.body, after.body).every(({ op }) => op === "add");
  });
}

function levelsThat(factors: Space["factors"], fits: (changed: Arm["changed"]) => boolean): readonly string[] {
  return factors.flatMap(({ id, levels }) =>
    levels.filter((level) => fits({ [id]: level.id })).map((level) => `${id}=${level.id}`),
  );
}

function written(arm: Arm, { call, places, write }: Asking): Written {
  const { request, target } = placeRequest(arm, call, places);
  return write(request, target);
}
