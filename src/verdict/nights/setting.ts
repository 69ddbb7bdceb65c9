import type { Ranked } from "../summary/rank.js";
import type { CellSummary } from "../summary/summary-schema.js";

/**
 * What a cell was asked, and how its service named itself: what tells whether we or the provider changed. Each list in ascending order;
 * `[]`: nothing was seen.
 */
export type Setting = {
  /** SHA-256 of the bodies and of the stored headers of the first requests. */
  readonly bodies: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly endpoints: readonly string[];
  readonly adapters: readonly string[];
  readonly models: readonly string[];
  readonly upstreams: readonly string[];
  readonly fingerprints: readonly string[];
  readonly replyHeaders: readonly string[];
  /** Input tokens of the first request by upstream; `upstream` null: the replies name none. */
  readonly tokens: readonly { readonly upstream: string | null; readonly inputTokens: readonly number[] }[];
  /** True: each prompt has a reference, whose tokens vary. */
  readonly varied: boolean;
};

/** The setting of a cell in one run. */
export function settingOf({ opening, replies, adapter }: CellSummary): Setting {
  return {
    bodies: valuesOf(opening.requests),
    requestHeaders: valuesOf(opening.headers),
    endpoints: valuesOf(opening.endpoints),
    adapters: [adapter],
    models: valuesOf(replies.models),
    upstreams: valuesOf(replies.upstreams),
    fingerprints: valuesOf(replies.fingerprints),
    replyHeaders: replies.headers,
    tokens: opening.tokensByUpstream.map(({ upstream, inputTokens }) => ({
      upstream,
      inputTokens: valuesOf(inputTokens),
    })),
    varied: opening.varied,
  };
}

/** Whether two nights sent the same: body, headers, endpoint, client and adapter. `unknown`: one of them kept no request. */
export type SameRequest = "equal" | "changed" | "unknown";

export function sameRequest(before: Setting, after: Setting): SameRequest {
  if (before.bodies.length === 0 || after.bodies.length === 0) return "unknown";
  return ourChanges(before, after).length === 0 ? "equal" : "changed";
}

/** One thing that differs. `before` and `after`: its values, `[]` where there was none. */
export type SettingChange = {
  readonly what: SettingPart;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

export type SettingPart =
  | "request body"
  | "request headers"
  | "endpoint"
  | "adapter"
  | "model"
  | "upstream"
  | "fingerprint"
  | "reply headers"
  | "input tokens";

/** What we send otherwise than before. */
export function ourChanges(before: Setting, after: Setting): readonly SettingChange[] {
  return [
    ...change("request body", before.bodies, after.bodies),
    ...change("request headers", before.requestHeaders, after.requestHeaders),
    ...change("endpoint", before.endpoints, after.endpoints),
    ...change("adapter", before.adapters, after.adapters),
  ];
}

/** How the service names itself otherwise than before. A value that appears beside those that were there is a change too. */
export function theirChanges(before: Setting, after: Setting): readonly SettingChange[] {
  return [
    ...change("model", before.models, after.models),
    ...change("upstream", before.upstreams, after.upstreams),
    ...change("fingerprint", before.fingerprints, after.fingerprints),
    ...change("reply headers", without(before.replyHeaders, after), without(after.replyHeaders, before)),
  ];
}

/**
 * Input tokens of the same body that no earlier night has seen of the same upstream: its template or tokenizer has changed. Null: none; the
 * bodies differ, their prompts vary, or one side counts none.
 */
export function tokenChange(earlier: readonly Setting[], after: Setting): SettingChange | null {
  const same = earlier.filter((one) => !one.varied && one.bodies.join() === after.bodies.join());
  if (after.varied || after.bodies.length === 0) return null;
  for (const { upstream, inputTokens } of after.tokens) {
    const seen = same.flatMap(({ tokens }) => tokens.filter((one) => one.upstream === upstream));
    const before = [...new Set(seen.flatMap((one) => one.inputTokens))].toSorted((a, b) => a - b);
    if (before.length === 0 || inputTokens.every((tokens) => before.includes(tokens))) continue;
    const of = upstream === null ? "" : ` of ${upstream}`;
    return { what: "input tokens", before: before.map((n) => `${n}${of}`), after: inputTokens.map((n) => `${n}${of}`) };
  }
  return null;
}

function change(what: SettingPart, before: readonly string[], after: readonly string[]): readonly SettingChange[] {
  return before.join("\n") === after.join("\n") ? [] : [{ what, before, after }];
}

/** The names of reply headers that the other side does not have. */
function without(names: readonly string[], { replyHeaders }: Setting): readonly string[] {
  return names.filter((name) => !replyHeaders.includes(name));
}

function valuesOf<Value extends string | number>({ most }: Ranked<Value>): readonly Value[] {
  return most.map(({ value }) => value).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
