import { wholeOf } from "../../../chat/api.js";
import type { Warning } from "../../../chat/reply.js";
import type { NativeCallId, Target } from "../../../chat/target.js";
import { type Asked, type Factor, type Flip, historyParts } from "./factor.js";

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
  flip: (value, { nativeCallId: native }) => {
    if (value === null) return null;
    const own = native === null ? null : formOf(native.example);
    const minted = "provider-minted ";
    const isNative = own === null ? value.startsWith(minted) : value === own || value === `${minted}${own}`;
    if (isNative) return otherForm(own);
    return native === null
      ? flipTo(
          "the same question after the model's own call, with the ids that its service mints",
          "response-after-own-call",
        )
      : flipTo(
          `the same history with the model's own ids, ${native.form}, such as ${native.example}`,
          scenarioOf(native.example),
        );
  },
};

/** The first row of native ids that fits the target's API; null: no source documents its form. */
export function nativeCallIdAt({ quirks, api }: Pick<Target, "quirks" | "api">): NativeCallId | null {
  return quirks.nativeCallIds?.find(({ apis }) => apis === undefined || apis.includes(wholeOf(api))) ?? null;
}

/** A form that is not the model's own. */
function otherForm(native: string | null): Flip {
  return native === "neutral"
    ? flipTo("the same history with ids of another form, such as functions.get_weather:0", "response-after-native-id")
    : flipTo("the same history with neutral ids", "response-after-tool");
}

function flipTo(words: string, scenario: string): Flip {
  return { way: `${words} (${scenario})`, scenario };
}

/** The shipped scenario whose history has ids of this form; every other form is that of the model's own call. */
function scenarioOf(example: string): string {
  const form = formOf(example);
  if (form === "native") return "response-after-native-id";
  return form === "neutral" ? "response-after-tool" : "response-after-own-call";
}

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
