import type { Message } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { Aliases, EncodeRefused } from "../../adapter.js";
import { type IndexedMessage, type PlaceTrace, tracePlaces } from "../../part-places.js";
import { repairMessages } from "./messages.js";
import { type Repairing, RepairRefusal } from "./repairing.js";

/** What one API of OpenAI's repairs beside the messages: its settings, then the ids and names that it does not take. */
export type RepairSteps = {
  readonly settings: (request: ChatRequest, repairing: Repairing) => ChatRequest;
  readonly aliases: (
    request: ChatRequest,
    repairing: Repairing,
  ) => { readonly request: ChatRequest; readonly aliases: Aliases };
};

export type Repaired = {
  readonly kind: "repaired";
  readonly request: ChatRequest;
  readonly warnings: readonly Warning[];
  readonly aliases: Aliases;
  /** A path of the repaired request as one of the caller's. */
  readonly original: (field: string) => string;
};

/**
 * Repairs a request so that the service accepts it: the router's policy. Ids and names that the service refuses become
 * reversible aliases. Empty turns, repeated calls and settings out of range are fixed. What cannot be fixed without
 * guessing (results without a call, calls without a result, blank user text) is refused here, naming the field. Each
 * change is a warning.
 */
export function repairRequest(request: ChatRequest, target: Target, steps: RepairSteps): Repaired | EncodeRefused {
  const warnings: Warning[] = [];
  // Until the messages are repaired, a path is the caller's.
  let original = (field: string) => field;
  const repairing: Repairing = {
    target,
    changed: (id, field, message) => warnings.push({ id, field: original(field), message }),
    refuse: (field, message) => {
      throw new RepairRefusal(original(field), message);
    },
  };
  try {
    const kept = repairMessages(request.messages, repairing);
    const settled = steps.settings({ ...request, messages: kept.map(({ message }) => message) }, repairing);
    original = placesIn(request.messages, kept);
    const { request: aliased, aliases } = steps.aliases(settled, repairing);
    return { kind: "repaired", request: aliased, warnings, aliases, original };
  } catch (error) {
    if (!(error instanceof RepairRefusal)) throw error;
    return { kind: "refused", field: error.field, message: error.message, warnings };
  }
}

/** Turns paths of the kept messages into paths of all messages. Does nothing before the first path, since most requests have none. */
function placesIn(all: readonly Message[], kept: readonly IndexedMessage[]): (field: string) => string {
  let trace: PlaceTrace | null = null;
  return (field) => {
    trace ??= traceOf(all, kept);
    return trace.original(
      field.replace(/^messages\[(\d+)\]/, (_, position) => `messages[${kept[Number(position)]?.index ?? position}]`),
    );
  };
}

function traceOf(all: readonly Message[], kept: readonly IndexedMessage[]): PlaceTrace {
  const trace = tracePlaces(all.map((message, index) => ({ index, message })));
  trace.add(kept);
  return trace;
}
