import { isStreaming } from "../../../chat/api.js";
import type { MissingControl } from "../../attribution/attribution.js";
import { callsToTell } from "../../attribution/controls/separates.js";
import { isGateway, isPinned } from "../../attribution/places.js";
import type { FailingCall } from "../levels/flip.js";
import type { PlaceChoice } from "../space.js";
import { placeOf } from "./part-between.js";
import type { PlaceChoices, PlaceOptions } from "./place.js";

/** The price where no reasonable number of calls would tell. */
const dear = 400;

/** The controls that no place gives, the most telling first. Each names what stood in the way of the places that could give it. */
export function missingPlaces(
  call: FailingCall,
  found: Omit<PlaceChoices, "missing"> & Pick<PlaceOptions, "counts" | "served">,
): readonly MissingControl[] {
  const { target } = call;
  const place = placeOf({ target, client: call.client, served: found.served });
  const calls = price(found.counts);
  const lacking = parts.filter(({ part }) => !found.places.some((one) => one.part === part));
  const applicable = lacking.filter(({ part }) => part !== "region" || target.region !== null);
  const loose = isGateway(place) && !isPinned(place);
  return [
    ...(loose
      ? [{ control: "the failing request itself, pinned to one upstream", tells: "shows which upstream fails", calls }]
      : []),
    ...applicable.map(({ part, control, tells }) => ({ control: control(call) + reasons(part, found), tells, calls })),
  ];
}

type Part = {
  readonly part: PlaceChoice["part"];
  readonly control: (call: FailingCall) => string;
  readonly tells: string;
};

const parts: readonly Part[] = [
  {
    part: "provider",
    control: () => "the same request at another provider, its upstream pinned",
    tells: "separates the provider from the model",
  },
  {
    part: "api",
    control: () => "the same request over another API of the provider",
    tells: "separates the provider's translation from its serving",
  },
  {
    part: "stream",
    control: ({ target }) => `the same request ${isStreaming(target.api) ? "without streaming" : "streamed"}`,
    tells: "separates the streaming parser from everything else",
  },
  {
    part: "model",
    control: () => "the same request to another model on the same endpoint",
    tells: "separates our harness and the account from everything else",
  },
  {
    part: "region",
    control: () => "the same request in another region",
    tells: "separates one regional deployment from the provider as a whole",
  },
  {
    part: "transport",
    control: () => "the same request by another client",
    tells: "separates the client from the service",
  },
];

/** What only needs a key comes first. */
const order = ["credential", "limit", "routing"] as const;

/** Each reason once, with the first place that it stands for and how many more there are. */
function reasons(part: PlaceChoice["part"], { notAsked }: Pick<PlaceChoices, "notAsked">): string {
  const all = order.flatMap((obstacle) => notAsked.filter((one) => one.part === part && one.obstacle === obstacle));
  const texts = [...new Set(all.map(({ why }) => why))].map((why) => {
    const [first, ...others] = all.filter((one) => one.why === why).map(({ id }) => id);
    return `${first}${others.length === 0 ? "" : ` and ${others.length} more`}: ${why}`;
  });
  return texts.length === 0 ? "" : ` (not asked: ${texts.join("; ")})`;
}

/** The calls of a control that does not exist yet, with the further ones of the failing place. */
function price({ bad, eligible }: { readonly bad: number; readonly eligible: number }): number {
  const further = callsToTell({ bad: 0, eligible: 0, rate: eligible === 0 ? 1 : bad / eligible });
  return further === null ? dear : further.failing + further.control;
}
