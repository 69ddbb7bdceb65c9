import { isStreaming, wholeOf } from "../../../chat/api.js";
import { isGateway, isPinned, placeText, rewrites, serverOf } from "../../attribution/places.js";
import type { FailingCall } from "../levels/flip.js";
import type { PlaceChoice } from "../space.js";
import { candidates, isProfile, spotId } from "./candidates.js";
import { cannotAsk } from "./cannot-ask.js";
import { missingPlaces } from "./missing-places.js";
import { partBetween, placeOf, type Spot } from "./part-between.js";
import type { ExperimentPlace, PlaceChoices, PlaceNotAsked, PlaceOptions } from "./place.js";

/** Other models of which at most this many are asked: they only show that the question can be answered here. */
const mostModels = 2;

type Judged = { readonly spot: Spot; readonly part: PlaceChoice["part"]; readonly why: string | null };

/**
 * The places at which the question of a failing call can be asked too. Of those that differ alike, the one that differs in the least
 * else. A gateway counts only with a pinned upstream, since routing is not a factor.
 */
export function placeChoices(call: FailingCall, options: PlaceOptions): PlaceChoices {
  const judged = candidates(call, options).flatMap((spot) => judge(spot, call, options));
  const able = judged.filter(({ why }) => why === null);
  const kept = limited(bestOf(able, call), options, call);
  const places = kept.map(
    ({ spot, part }): ExperimentPlace => ({
      ...{ id: spotId(spot, call), part, target: spot.target, client: spot.client },
      says: saysOf(spot, part, call),
    }),
  );
  const notAsked = judged.flatMap(({ spot, part, why }): readonly PlaceNotAsked[] =>
    why === null ? [] : [{ id: spotId(spot, call), part, why }],
  );
  return { places, notAsked, missing: missingPlaces(call, { places, notAsked, ...options }) };
}

function judge(spot: Spot, call: FailingCall, { served, lacks }: PlaceOptions): readonly Judged[] {
  const part = partBetween({ target: call.target, client: call.client, served }, spot);
  // Another model elsewhere differs in everything: it shows nothing that a place here does not.
  if (part === null || (part === "model" && !isHere(spot, call))) return [];
  const place = placeOf(spot);
  const isLoose = isGateway(place) && !isPinned(place) && part !== "stream" && part !== "transport";
  const why = isLoose
    ? "a gateway without a pinned upstream: each call may be served by another one"
    : (newProblem(call, spot) ?? lacks(spot.target));
  return [{ spot, part, why }];
}

/** What is in the way of the failing target too is not in the way: the request was sent all the same. */
function newProblem({ request, target }: FailingCall, spot: Spot): string | null {
  const problem = cannotAsk(request, spot.target);
  return problem === cannotAsk(request, target) ? null : problem;
}

function isHere({ target }: Spot, { target: failing }: FailingCall): boolean {
  return (
    target.provider === failing.provider && target.api === failing.api && target.upstreamPin === failing.upstreamPin
  );
}

/** One place for each difference; first one that streams as the failing call does, then the catalog's order. */
function bestOf(able: readonly Judged[], call: FailingCall): readonly Judged[] {
  const groups = [...new Set(able.map(groupOf))];
  return groups.flatMap((group) => {
    const same = able.filter((one) => groupOf(one) === group);
    const alike = same.find(({ spot }) => isStreaming(spot.target.api) === isStreaming(call.target.api));
    return alike ?? same[0] ?? [];
  });
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

function saysOf(spot: Spot, part: PlaceChoice["part"], call: FailingCall): string {
  const { target } = spot;
  const place = placeOf(spot);
  const here = placeText(place);
  const unlike = isStreaming(target.api) !== isStreaming(call.target.api) && part !== "stream";
  const isDoor = part === "api" && isGateway(place) !== isGateway(placeOf({ ...spot, target: call.target }));
  const caveats = [
    ...(isDoor ? [`${serverOf(place)} through another door`] : []),
    ...(unlike ? [isStreaming(target.api) ? "streamed" : "not streamed"] : []),
    ...(isProfile(target) ? ["a cross-region profile, so the region is not controlled"] : []),
    ...(rewrites(place, { "id-form": "sent" }) ?? "").split("\n").filter((text) => text !== ""),
  ];
  const words = {
    stream: isStreaming(target.api) ? "the same, streamed" : "the same, not streamed",
    api: `another API of the same provider: ${here}`,
    region:
      target.region === call.target.region ? `the same by the id ${target.providerModelId}` : `another region: ${here}`,
    transport:
      spot.client === call.client ? "the same at the provider's usual address" : `the same by ${clientText(spot)}`,
    provider: `another provider: ${here}`,
    model: `another model here: ${target.model}`,
  };
  return caveats.length === 0 ? words[part] : `${words[part]} (${caveats.join("; ")})`;
}

function clientText({ client }: Spot): string {
  return client === "sdk" ? "the official SDK" : "our own client";
}
