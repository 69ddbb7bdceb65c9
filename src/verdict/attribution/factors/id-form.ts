import type { Warning } from "../../../chat/reply.js";
import { type Asked, type Factor, historyParts } from "./factor.js";

/**
 * The form of the tool-call ids in the history. `native`: `functions.<name>:<index>`, which the chat template of Kimi writes into the
 * prompt (MoonshotAI/Kimi-K2#128, 2026-05-20). `provider-minted …`: as the service gave them in this conversation.
 */
export const idForm: Factor = {
  id: "id-form",
  name: "the form of the tool-call ids in the history",
  read: (asked) => {
    const ids = idsOf(asked);
    if (ids.length === 0) return null;
    if (asked.warnings.some(isRewritten)) return "rewritten";
    const forms = [...new Set(ids.map(formOf))];
    const form = forms.length === 1 ? (forms[0] ?? "none") : "mixed";
    return ids.every((id) => id !== null && asked.minted.has(id)) ? `provider-minted ${form}` : form;
  },
  flip: (value) => {
    if (value === null) return null;
    return value.endsWith("native")
      ? "the same history with neutral ids (response-after-tool)"
      : "the same history with native ids, such as functions.get_weather:0 (response-after-native-id)";
  },
};

/** True for a warning that a call id was not sent as it stands in the history. */
export function isRewritten({ id, field }: Warning): boolean {
  return id === "tool-call-id-aliased" || (id === "aliased" && /id/i.test(field));
}

const forms: readonly (readonly [form: string, pattern: RegExp])[] = [
  ["native", /^functions\.[\w-]+:\d+$/],
  ["tooluse_", /^tooluse_/],
  ["toolu_", /^toolu_/],
  ["call_", /^call_/],
  ["native, sanitised", /^functions_?[\w-]+?_?\d+$/],
  ["neutral", /^[A-Za-z0-9]{9}$/],
];

function formOf(id: string | null): string {
  if (id === null) return "none";
  return forms.find(([, pattern]) => pattern.test(id))?.[0] ?? "other";
}

function idsOf({ request }: Asked): readonly (string | null)[] {
  return historyParts(request).flatMap((part) => (part.kind === "tool-call" ? [part.id] : []));
}
