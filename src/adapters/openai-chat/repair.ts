import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Aliases, EncodeRefused } from "../adapter.js";
import { aliasIdentifiers } from "./repair/identifiers.js";
import { repairMessages } from "./repair/messages.js";
import { type Repairing, RepairRefusal } from "./repair/refusal.js";
import { repairSettings } from "./repair/settings.js";

type Repaired = {
  readonly kind: "repaired";
  readonly request: ChatRequest;
  readonly warnings: readonly Warning[];
  readonly aliases: Aliases;
};

/**
 * Repairs a request so that the service accepts it: the router's policy. Ids and names that the service refuses become
 * reversible aliases. Empty turns, repeated calls and settings out of range are fixed. What cannot be fixed without
 * guessing (results without a call, calls without a result, blank user text) is refused here, naming the field. Each
 * change is a warning.
 */
export function repair(request: ChatRequest, target: Target): Repaired | EncodeRefused {
  const warnings: Warning[] = [];
  const repairing: Repairing = {
    target,
    changed: (id, field, message) => warnings.push({ id, field, message }),
    refuse: (field, message) => {
      throw new RepairRefusal(field, message);
    },
  };
  try {
    const messages = repairMessages(request.messages, repairing);
    const settled = repairSettings({ ...request, messages }, repairing);
    const { request: aliased, aliases } = aliasIdentifiers(settled, repairing);
    return { kind: "repaired", request: aliased, warnings, aliases };
  } catch (error) {
    if (!(error instanceof RepairRefusal)) throw error;
    return { kind: "refused", field: error.field, message: error.message, warnings };
  }
}
