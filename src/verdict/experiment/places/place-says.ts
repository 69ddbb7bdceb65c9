import { isStreaming } from "../../../chat/api.js";
import { isGateway, placeText, rewrites, serverOf } from "../../attribution/places.js";
import type { PlaceChoice } from "../space.js";
import { isProfile } from "./candidates.js";
import { placeOf, type Spot } from "./part-between.js";

/** A place in words: what differs from the failing one, and what weakens it as a control. */
export function placeSays(spot: Spot, part: PlaceChoice["part"], failing: Spot): string {
  const caveats = caveatsOf(spot, part, failing);
  const words = wordsOf(spot, part, failing);
  return caveats.length === 0 ? words : `${words} (${caveats.join("; ")})`;
}

function wordsOf(spot: Spot, part: PlaceChoice["part"], failing: Spot): string {
  const { target, client } = spot;
  const here = placeText(placeOf(spot));
  switch (part) {
    case "stream":
      return isStreaming(target.api) ? "the same, streamed" : "the same, not streamed";
    case "api":
      return `another API of the same provider: ${here}`;
    case "region":
      return target.region === failing.target.region
        ? `the same by the model id ${target.providerModelId}`
        : `another region: ${here}`;
    case "transport":
      if (client === failing.client) return "the same at the provider's usual address";
      return client === "sdk" ? "the same by the official SDK" : "the same by our own client";
    case "provider":
      return `another provider: ${here}`;
    case "model":
      return `another model here: ${target.model}`;
  }
}

function caveatsOf(spot: Spot, part: PlaceChoice["part"], failing: Spot): readonly string[] {
  const { target } = spot;
  const [place, before] = [placeOf(spot), placeOf(failing)];
  const isDoor = part === "api" && isGateway(place) !== isGateway(before);
  const isOtherwise = part !== "stream" && isStreaming(target.api) !== isStreaming(failing.target.api);
  const rewritten = rewrites(place, { "id-form": "any" });
  return [
    ...(part === "provider" && serverOf(before) === null ? ["the failing calls name no single upstream"] : []),
    ...(isDoor ? [`${serverOf(place)} through another door`] : []),
    ...(isOtherwise ? [isStreaming(target.api) ? "streamed" : "not streamed"] : []),
    ...(isProfile(target) ? ["a cross-region profile: the region is not controlled"] : []),
    ...(rewritten === null ? [] : [rewritten]),
  ];
}
