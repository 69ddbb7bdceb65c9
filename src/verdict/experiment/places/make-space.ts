import { type ChoiceOptions, factorChoices, type NotAsked } from "../levels/factor-choices.js";
import type { FailingCall } from "../levels/flip.js";
import type { Space } from "../space.js";
import { carried } from "./carried.js";
import type { ExperimentPlace, PlaceChoices, PlaceOptions } from "./place.js";
import { placeChoices } from "./place-choices.js";

/** What an experiment on one failing call can vary, what it cannot and why, and the controls that it lacks. */
export type MadeSpace = {
  readonly space: Space;
  readonly places: readonly ExperimentPlace[];
  readonly factorsNotAsked: readonly NotAsked[];
  readonly placesNotAsked: PlaceChoices["notAsked"];
  readonly missing: PlaceChoices["missing"];
};

/** Makes the space of a failing call. */
export function makeSpace(call: FailingCall, options: PlaceOptions & ChoiceOptions): MadeSpace {
  const { factors, notAsked } = factorChoices(carried(call), options);
  const { places, notAsked: placesNotAsked, missing } = placeChoices(call, options);
  const choices = places.map(({ id, part, says }) => ({ id, part, says }));
  return { space: { factors, places: choices }, places, factorsNotAsked: notAsked, placesNotAsked, missing };
}
