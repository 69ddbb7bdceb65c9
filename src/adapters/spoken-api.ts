import type { WireApi } from "../chat/apis/wire-api.js";
import type { JsonObject } from "../chat/json.js";
import type { Adapter } from "./adapter.js";
import type { Signs } from "./signs.js";

/** A wire API that we speak: its data, and what takes code. */
export type SpokenApi = {
  readonly api: WireApi;
  /** Loaded when it is first asked for. */
  readonly adapter: () => Promise<Adapter>;
  readonly signs: Signs;
  /** The body family that a recording shows; null: the API has none, or the recording does not show it. */
  readonly familyOf: ((recorded: RecordedBodies) => string | null) | null;
};

/** What a recording has of an exchange. `model`: as the request names it; `request` null: absent, or no JSON object. */
type RecordedBodies = {
  readonly model: string | null;
  readonly request: JsonObject | null;
  readonly response: () => string;
};
