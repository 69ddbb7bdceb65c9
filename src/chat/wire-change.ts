import type { JsonValue } from "./json.js";

/** One operation of a JSON Patch (RFC 6902). `path` and `from` are JSON pointers (RFC 6901); `""` is the whole document. */
export type PatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: JsonValue }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

/**
 * What is changed in a request just before it is sent, so that it can say what no request says. A changed request goes through
 * our own HTTP client, since an SDK would correct it.
 */
export type WireChange = {
  /** The model id that is asked for in place of the target's; null: the target's. */
  readonly model: string | null;
  /** Operations on the encoded body, in order. */
  readonly operations: readonly PatchOperation[];
  /** What is sent as the body in place of its JSON; null: its JSON. */
  readonly text: string | null;
  /** Characters of filler after the last text of the user; 0: none. */
  readonly fill: number;
  /** True: sent with a credential that no service knows. */
  readonly wrongKey: boolean;
};

/** The id of the warning that a changed request went through our own HTTP client. It is sent as the scenario says. */
export const sentByHttpId = "sent-by-http";

/** Credentials that look like real ones and belong to nobody. */
export const wrongKeys = {
  bearer: "llm-parity-wrong-key",
  accessKeyId: "AKIALLMPARITYWRONG00",
  secretAccessKey: "llm-parity/wrong/secret/000000000000000000",
} as const;
