import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { EncodeRefused } from "../adapter.js";
import { type Repaired, repairRequest } from "../openai/repair/repair-request.js";
import { repairSettings } from "../openai/repair/settings.js";
import { aliasIdentifiers } from "./repair/identifiers.js";

/** Repairs a request for the chat-completions API: see {@link repairRequest}. */
export function repair(request: ChatRequest, target: Target): Repaired | EncodeRefused {
  return repairRequest(request, target, { settings: repairSettings, aliases: aliasIdentifiers });
}
