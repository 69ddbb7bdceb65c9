import { type ChoiceOptions, factorChoices, type NotAsked } from "../levels/factor-choices.js";
import type { FailingCall } from "../levels/flip.js";
import type { Arm, Space } from "../space.js";
import { carried } from "./carried.js";
import type { ExperimentPlace, PlaceChoices, PlaceOptions } from "./place.js";
import { placeChoices } from "./place-choices.js";
import { placeRequest } from "./place-request.js";

/** What an experiment on one failing call can vary, what it cannot and why, and the controls that it lacks. */
export type MadeSpace = {
  readonly space: Space;
  readonly places: readonly ExperimentPlace[];
  /** By place id: the levels that change nothing in its body, as `factor=level`. There the failing value is not sent, or the same anyway. */
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
  const idle: MadeSpace["idle"] = Object.fromEntries(
    places.map((place) => [place.id, idleLevels(place, factors, { call, places, write: options.write })]),
  );
  return {
    ...{ space: { factors, places: choices, idle }, places, idle },
    ...{ factorsNotAsked: notAsked, placesNotAsked, missing },
  };
}

type Asking = Pick<PlaceOptions, "write"> & { readonly call: FailingCall; readonly places: readonly ExperimentPlace[] };

function idleLevels({ id: place }: ExperimentPlace, factors: Space["factors"], asking: Asking): readonly string[] {
  const bodyOf = (changed: Arm["changed"]) => {
    const { request, target } = placeRequest({ changed, place }, asking.call, asking.places);
    return JSON.stringify(asking.write(request, target));
  };
  const failing = bodyOf({});
  return factors.flatMap(({ id, levels }) =>
    levels.filter((level) => bodyOf({ [id]: level.id }) === failing).map((level) => `${id}=${level.id}`),
  );
}
