import type { JsonValue } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import { jsonChanges } from "../../verdict/evidence/json-changes.js";
import { changeRequest } from "../../verdict/experiment/levels/change-request.js";
import { carried } from "../../verdict/experiment/places/carried.js";
import type { PlacedRequest } from "../../verdict/experiment/places/place.js";
import { withoutReference } from "../experiment/ask-arms.js";
import { bodyWriter, type Explained } from "../experiment/case-space.js";
import type { KnownCause } from "./cause-of-experiment.js";

/** A request that is to be minimised, and how it is sent. */
export type Minimisation = {
  /** Whole, with every member that its target adds, and without the reference of a run. */
  readonly request: ChatRequest;
  /** Its body, as the adapter writes it. */
  readonly body: JsonValue;
  /** A request at the failing place. */
  readonly place: (request: ChatRequest) => PlacedRequest;
  /** The body of a request at its place; null: it cannot be written. */
  readonly bodyAt: (placed: PlacedRequest) => JsonValue | null;
};

/** The minimisation of a failing call. Throws where the call itself cannot be written, which it was. */
export async function minimisationOf({ call }: Explained): Promise<Minimisation> {
  const write = await bodyWriter();
  const whole = carried(call);
  const request = withoutReference(whole.request);
  const place = (one: ChatRequest): PlacedRequest => ({
    ...{ request: one, target: whole.target, client: call.client, leftOut: [] },
  });
  const bodyAt = ({ request: one, target }: PlacedRequest): JsonValue | null => {
    const written = write(one, target);
    return written.kind === "body" ? written.body : null;
  };
  const body = bodyAt(place(request));
  if (body === null) throw new TypeError("the failing request cannot be written again");
  return { request, body, place, bodyAt };
}

/** Pointers into a request to what the known cures change: it is believed to be needed. */
export function suspectsOf({ request }: Minimisation, { call }: Explained, known: KnownCause): readonly string[] {
  const changed = changeRequest(request, known.cures, call.sentinels);
  return jsonChanges(plain(request), plain(changed)).flatMap(({ kind, pointer }) =>
    kind === "added" ? [] : [pointer],
  );
}

function plain(request: ChatRequest): JsonValue {
  const value: JsonValue = JSON.parse(JSON.stringify(request));
  return value;
}
