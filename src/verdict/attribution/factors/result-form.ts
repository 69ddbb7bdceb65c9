import { shownParts } from "../../../chat/cache-points.js";
import type { Message } from "../../../chat/message.js";
import type { Factor } from "./factor.js";

/** How the results of tools are written: JSON where the API has it, or text. */
export const resultForm: Factor = {
  id: "result-form",
  name: "the form of the tool results",
  isTranslated: true,
  read: ({ request, warnings }) => {
    const parts = request.messages.flatMap((message: Message) => (message.role === "tool" ? shownParts(message) : []));
    if (parts.length === 0) return request.messages.some(({ role }) => role === "tool") ? "empty" : null;
    if (!parts.some(({ kind }) => kind === "json"))
      return parts.every(({ kind }) => kind === "text") ? "text" : "media";
    return warnings.some(({ id }) => id === "json-as-text") ? "JSON as text" : "JSON";
  },
  flip: (value) => (value === "JSON" ? "the same history with the results as text" : null),
};
