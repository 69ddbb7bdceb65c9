import type { WireApi } from "../chat/apis/wire-api.js";
import type { JsonObject } from "../chat/json.js";
import type { Adapter, Reader } from "./adapter.js";
import type { Signs } from "./signs.js";

/** A wire API that llm-parity speaks: its data from `chat`, and the functions that belong to it. */
export type SpokenApi = {
  readonly api: WireApi;
  /** How it is read and asked. */
  readonly speaks: Speaks;
  readonly signs: Signs;
  /** Finds the body family of a recording; null when the recording does not show it. The member is null when the API has no families. */
  readonly familyOf: ((recorded: RecordedBodies) => string | null) | null;
};

/**
 * Loads what reads an API on the first call. `asks` false: recordings of it are judged, and no target asks it; its row has no provider
 * in `servedBy`.
 */
export type Speaks =
  | { readonly asks: true; readonly load: () => Promise<Adapter> }
  | { readonly asks: false; readonly load: () => Promise<Reader> };

/** The bodies of a recorded exchange. `model`: as the request names it. `request`: null when it is absent or not a JSON object. */
type RecordedBodies = {
  readonly model: string | null;
  readonly request: JsonObject | null;
  readonly response: () => string;
};
