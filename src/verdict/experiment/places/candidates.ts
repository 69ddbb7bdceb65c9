import { type Api, isStreaming, streamingOf, wholeOf } from "../../../chat/api.js";
import type { Target } from "../../../chat/target.js";
import type { FailingCall } from "../levels/flip.js";
import { partBetween, type Spot } from "./part-between.js";
import type { PlaceOptions } from "./place.js";

/** Every spot that differs from the failing one, in the order in which they are listed: the catalog's, then those that follow from it. */
export function candidates(call: FailingCall, { targets, regions, served }: PlaceOptions): readonly Spot[] {
  const { target, client } = call;
  const here = { target, client, served };
  const listed = targets.find(({ id }) => id === target.id);
  const spots = [
    spotOf(twinOf(target, targets)),
    ...targets.map(spotOf),
    ...regions.flatMap((region) => inRegion(target, region).map(spotOf)),
    { ...here, client: client === "sdk" ? ("http" as const) : ("sdk" as const) },
    ...(listed === undefined || listed.baseUrl === target.baseUrl
      ? []
      : [{ ...here, target: { ...target, baseUrl: listed.baseUrl } }]),
  ];
  return unique(spots.filter((spot) => partBetween(here, spot) !== null));

  function spotOf(other: Target): Spot {
    return { target: other, client, served: [] };
  }
}

/** The id of a spot: that of its target, and what is other than usual. */
export function spotId({ target, client }: Spot, call: FailingCall): string {
  if (target.id !== call.target.id) return target.id;
  return client === call.client ? `${target.id}#usual-endpoint` : `${target.id}#${client}`;
}

/** The same target streamed, or whole, at the same address; with what the catalog knows of it. */
function twinOf(target: Target, targets: readonly Target[]): Target {
  const api: Api = isStreaming(target.api) ? wholeOf(target.api) : streamingOf(target.api);
  const id = target.id.replace(`/${target.api}`, `/${api}`);
  const { capabilities, quirks } = targets.find((one) => one.id === id) ?? target;
  return { ...target, api, id, capabilities, quirks };
}

/**
 * The worlds of cross-region profiles, by the prefix of their ids: from which regions each can be asked. Source: AWS CDK,
 * CrossRegionInferenceProfileRegion, and the user guide's page on inference profiles, 2026-11-29.
 */
const worlds: readonly (readonly [prefix: string, regions: RegExp])[] = [
  ["us-gov.", /^us-gov-/],
  ["us.", /^us-(?!gov-)/],
  ["eu.", /^eu-/],
  ["apac.", /^ap-/],
  ["jp.", /^ap-northeast-[13]$/],
  ["au.", /^ap-southeast-[24]$/],
  ["global.", /^(?!us-gov-)/],
];

/** True where the service chooses the region that answers. */
export function isProfile({ providerModelId }: Target): boolean {
  return worlds.some(([prefix]) => providerModelId.startsWith(prefix));
}

/** A profile of one part of the world cannot be asked from another; a target without a region has none. */
function inRegion(target: Target, region: string): readonly Target[] {
  const before = target.region;
  const world = worlds.find(([prefix]) => target.providerModelId.startsWith(prefix));
  if (before === null || before === region || world?.[1].test(region) === false) return [];
  const [plain = target.id] = target.id.split(`@${before}`);
  const baseUrl = target.baseUrl?.replaceAll(before, region) ?? null;
  return [{ ...target, region, baseUrl, id: `${plain}@${region}` }];
}

function unique(spots: readonly Spot[]): readonly Spot[] {
  const keyOf = ({ target, client }: Spot) => JSON.stringify([target.id, target.baseUrl, client]);
  const keys = spots.map(keyOf);
  return spots.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
}
