import { changeRequest } from "../levels/change-request.js";
import type { FailingCall } from "../levels/flip.js";
import type { Arm } from "../space.js";
import { carried, carriedTo } from "./carried.js";
import type { ExperimentPlace, PlacedRequest } from "./place.js";

/**
 * The request of an arm: its factors changed, and written for its place. The target adds no member of its own, since the request
 * carries them all. Throws for a place or a factor that is not in the space, which is a mistake of the caller.
 */
export function placeRequest(arm: Arm, call: FailingCall, places: readonly ExperimentPlace[]): PlacedRequest {
  const whole = carried(call);
  const request = changeRequest(whole.request, arm.changed, call.sentinels);
  if (arm.place === null) return { request, target: whole.target, client: call.client, leftOut: [] };
  const place = places.find(({ id }) => id === arm.place);
  if (place === undefined) throw new Error(`there is no place ${arm.place} in this experiment`);
  const { target, client } = place;
  return { ...carriedTo(request, call.target, target), target: { ...target, extra: {} }, client };
}
