import { type Client, wholeOf } from "../../../chat/api.js";
import type { Target } from "../../../chat/target.js";
import { isGateway, type Place, serverOf } from "../../attribution/places.js";
import type { PlaceChoice } from "../space.js";

/** A target, and by which client it is asked. */
export type Spot = { readonly target: Target; readonly client: Client; readonly served: readonly string[] };

/** The widest part in which two spots differ; null: they are one. A gateway served by a provider is that provider by another way. */
export function partBetween(a: Spot, b: Spot): PlaceChoice["part"] | null {
  const [one, other] = [a.target, b.target];
  if (one.model !== other.model) return "model";
  if (!isSameServer(placeOf(a), placeOf(b))) return "provider";
  if (wholeOf(one.api) !== wholeOf(other.api) || one.provider !== other.provider) return "api";
  // A profile spreads calls over regions: with another one, other regions answer.
  if (one.region !== other.region || one.providerModelId !== other.providerModelId) return "region";
  if (one.api !== other.api) return "stream";
  return a.client === b.client && one.baseUrl === other.baseUrl ? null : "transport";
}

/** A spot as the attribution knows it. */
export function placeOf({ target, client, served }: Spot): Place {
  const { model, provider, api, providerModelId, region, upstreamPin } = target;
  return { model, provider, api, providerModelId, region, upstreamPin, served, client };
}

/** An unknown server is that of another spot only where the same gateway chose both. */
function isSameServer(a: Place, b: Place): boolean {
  const [one, other] = [serverOf(a), serverOf(b)];
  if (one !== null && other !== null) return one === other;
  return one === other && a.provider === b.provider && isGateway(a) && isGateway(b);
}
