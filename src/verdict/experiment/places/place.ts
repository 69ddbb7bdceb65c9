import type { Client } from "../../../chat/api.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { MissingControl } from "../../attribution/attribution.js";
import type { Written } from "../levels/flip.js";
import type { PlaceChoice } from "../space.js";

/** Another place to ask, with what it takes to ask it. */
export type ExperimentPlace = PlaceChoice & { readonly target: Target; readonly client: Client };

/** What stands in the way of a place: a key that is not set, a gateway that chooses by itself, or a limit of the target. */
export type Obstacle = "credential" | "routing" | "limit";

/** A place that an experiment would use and cannot, and why. */
export type PlaceNotAsked = {
  readonly id: string;
  readonly part: PlaceChoice["part"];
  readonly obstacle: Obstacle;
  readonly why: string;
};

/** `missing`: the controls that no place gives, with what each would tell and about how many calls it takes. */
export type PlaceChoices = {
  readonly places: readonly ExperimentPlace[];
  readonly notAsked: readonly PlaceNotAsked[];
  readonly missing: readonly MissingControl[];
};

/** What an experiment knows of the world around the failing target. */
export type PlaceOptions = {
  /** The targets of the catalog, in its order, without those of retired models. */
  readonly targets: readonly Target[];
  /** Who makes a model, by its catalog name; null: unknown. Other models of the same maker can share a fault. */
  readonly vendorOf: (model: string) => string | null;
  /** What is missing to ask a target, in words ("set OPENROUTER_API_KEY"); null: nothing is. */
  readonly lacks: (target: Target) => string | null;
  /** Regions beside those of the catalog. */
  readonly regions: readonly string[];
  /** Upstreams that the replies of the failing target named; empty: none, or the target is no gateway. */
  readonly served: readonly string[];
  /** The adapter's body of a request, unrepaired. */
  readonly write: (request: ChatRequest, target: Target) => Written;
  /** The failing trials so far, for the price of a control. */
  readonly counts: { readonly bad: number; readonly eligible: number };
};

/** A request, where to send it, and what it leaves out because the place has no such member. */
export type PlacedRequest = {
  readonly request: ChatRequest;
  readonly target: Target;
  readonly client: Client;
  readonly leftOut: readonly string[];
};
