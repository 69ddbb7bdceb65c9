import type { JsonObject } from "../chat/json.js";
import type { Warning } from "../chat/reply.js";
import type { Target } from "../chat/target.js";

/** The model that a request goes to: its target, and which members its entry in the configuration allows. */
export type ToModel = { readonly target: Target; readonly allows: (member: string) => boolean };

/**
 * What only an upstream of the client's own API understands, as it fits one model: members for the body of its request, and a warning
 * for each that is not in them, whose field is the client's path.
 */
export type OwnMembers = (to: ToModel) => { readonly extra: JsonObject; readonly warnings: readonly Warning[] };
