import type { WireApi } from "../chat/apis/wire-api.js";
import type { JsonObject } from "../chat/json.js";
import type { Adapter } from "./adapter.js";
import type { Signs } from "./signs.js";

/** A wire API that llm-parity speaks: its data from `chat`, and the functions that belong to it. */
export type SpokenApi = {
  readonly api: WireApi;
  /** Loads the adapter on the first call. */
  readonly adapter: () => Promise<Adapter>;
  readonly signs: Signs;
  /** Finds the body family of a recording; null when the recording does not show it. The member is null when the API has no families. */
  readonly familyOf: ((recorded: RecordedBodies) => string | null) | null;
};

/** The bodies of a recorded exchange. `model`: as the request names it. `request`: null when it is absent or not a JSON object. */
type RecordedBodies = {
  readonly model: string | null;
  readonly request: JsonObject | null;
  readonly response: () => string;
};
