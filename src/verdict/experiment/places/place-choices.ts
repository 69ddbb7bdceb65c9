import { isStreaming, wholeOf } from "../../../chat/api.js";
import { isGateway, isPinned, serverOf } from "../../attribution/places.js";
import type { FailingCall } from "../levels/flip.js";
import type { PlaceChoice } from "../space.js";
import { candidates, spotId } from "./candidates.js";
import { cannotAsk } from "./cannot-ask.js";
import { carried, carriedTo } from "./carried.js";
import { missingPlaces } from "./missing-places.js";
import { partBetween, placeOf, type Spot } from "./part-between.js";
import type { ExperimentPlace, Obstacle, PlaceChoices, PlaceNotAsked, PlaceOptions } from "./place.js";
import { placeSays } from "./place-says.js";

/** Other models of which at most this many are asked: they only show that the question can be answered here. */
const mostModels = 2;

type Way = { readonly obstacle: Obstacle; readonly why: string };
type Judged = { readonly spot: Spot; readonly part: PlaceChoice["part"]; readonly way: Way | null };

/**
 * The places at which the question of a failing call can be asked too. Of those that differ alike, the one that differs in the least
 * else. A gateway counts only with a pinned upstream, since routing is not a factor.
 */
export function placeChoices(call: FailingCall, options: PlaceOptions): PlaceChoices {
  const judged = candidates(call, options).flatMap((spot) => judge(spot, call, options));
  const able = judged.filter(({ way }) => way === null);
  const kept = limited(bestOf(able, call), options, call);
  const places = kept.map(({ spot, part }): ExperimentPlace => {
    const { target, client } = spot;
    const says = placeSays(spot, part, { target: call.target, client: call.client, served: options.served });
    return { id: spotId(spot, call), part, says, target, client };
  });
  const notAsked = judged.flatMap(({ spot, part, way }): readonly PlaceNotAsked[] =>
    way === null ? [] : [{ id: spotId(spot, call), part, ...way }],
  );
  return { places, notAsked, missing: missingPlaces(call, { places, notAsked, ...options }) };
}

function judge(spot: Spot, call: FailingCall, { served, lacks, write }: PlaceOptions): readonly Judged[] {
  const part = partBetween({ target: call.target, client: call.client, served }, spot);
  // Another model elsewhere differs in everything: it shows nothing that a place here does not.
  if (part === null || (part === "model" && !isSamePlace(spot, call))) return [];
  const place = placeOf(spot);
  const isNear = part === "stream" || part === "transport" || part === "model";
  const isLoose = isGateway(place) && !isPinned(place) && !(isNear && call.target.upstreamPin === null);
  return [
    {
      spot,
      part,
      way: isLoose ? routed : (newLimit(call, spot) ?? unwritten(call, spot, write) ?? lacking(lacks(spot.target))),
    },
  ];
}

const routed: Way = {
  obstacle: "routing",
  why: "a gateway without a pinned upstream: each call may be served by another one",
};

function lacking(why: string | null): Way | null {
  return why === null ? null : { obstacle: "credential", why };
}

/** What is in the way of the failing target too is not in the way: the request was sent all the same. */
function newLimit({ request, target }: FailingCall, spot: Spot): Way | null {
  const why = cannotAsk(request, spot.target);
  return why === null || why === cannotAsk(request, target) ? null : { obstacle: "limit", why };
}

/** A body family that has no member for tools or images, say. */
function unwritten(call: FailingCall, { target }: Spot, write: PlaceOptions["write"]): Way | null {
  const whole = carried(call);
  const written = write(carriedTo(whole.request, call.target, target).request, { ...target, extra: {} });
  return written.kind === "body" ? null : { obstacle: "limit", why: written.why };
}

function isSamePlace({ target }: Spot, { target: failing }: FailingCall): boolean {
  return (
    target.provider === failing.provider && target.api === failing.api && target.upstreamPin === failing.upstreamPin
  );
}

/** One place for each difference: first one of the failing API, then one that streams as it does, then the catalog's order. */
function bestOf(able: readonly Judged[], call: FailingCall): readonly Judged[] {
  const groups = [...new Set(able.map(groupOf))];
  return groups.flatMap((group) => {
    const same = able.filter((one) => groupOf(one) === group);
    const nearest = Math.min(...same.map((one) => distance(one, call)));
    return same.find((one) => distance(one, call) === nearest) ?? [];
  });
}

function distance({ spot: { target } }: Judged, { target: failing }: FailingCall): number {
  const otherApi = wholeOf(target.api) === wholeOf(failing.api) ? 0 : 2;
  return otherApi + (isStreaming(target.api) === isStreaming(failing.api) ? 0 : 1);
}

function groupOf({ spot, part }: Judged): string {
  const { model, provider, api, region, providerModelId, baseUrl } = spot.target;
  switch (part) {
    case "model":
      return `model ${model}`;
    case "provider":
      return `provider ${serverOf(placeOf(spot))}`;
    case "api":
      return `api ${provider} ${wholeOf(api)}`;
    case "region":
      return `region ${region} ${providerModelId}`;
    case "stream":
      return "stream";
    case "transport":
      return `transport ${spot.client} ${baseUrl}`;
  }
}

/** Models of other makers first, each maker once. */
function limited(places: readonly Judged[], { vendorOf }: PlaceOptions, call: FailingCall): readonly Judged[] {
  const own = vendorOf(call.target.model);
  const makers = new Set<string | null>();
  const models = places.filter(({ spot, part }) => {
    const maker = vendorOf(spot.target.model);
    if (part !== "model" || makers.size === mostModels || (maker !== null && (maker === own || makers.has(maker))))
      return false;
    makers.add(maker ?? spot.target.model);
    return true;
  });
  return places.filter((one) => one.part !== "model" || models.includes(one));
}
