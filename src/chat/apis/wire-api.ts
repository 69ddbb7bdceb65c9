/**
 * One wire API as data: everything that the other rooms need to know about it. Its functions are beside its adapter.
 * The streaming API has the same name with `-stream` appended; every member holds for both unless it states otherwise.
 */
export type WireApi<Name extends string = string> = {
  readonly name: Name;
  /** Its name in messages to people, e.g. `InvokeModel`. */
  readonly title: string;
  /** Built-in provider → its base URL for this API, which may contain `{region}`; null: the provider's usual one. */
  readonly servedBy: { readonly [provider: string]: string | null };
  /** The only provider that serves it, also behind a gateway or a proxy; null: any provider may. */
  readonly onlyAt: string | null;
  /**
   * Which of the two a provider named without an API stands for; the first API that it serves decides. null: neither.
   */
  readonly usual: "whole" | "streaming" | null;
  readonly paths: ApiPaths;
  /** Paths of hosts that serve it under others; absent: none does. */
  readonly morePaths?: readonly ApiPaths[];
  readonly stream: StreamFrames;
  /** True: the body is one of several families, and `quirks.family` of a target names it. */
  readonly hasFamilies: boolean;
  /** Another API whose replies look the same. A recording whose path names `onlyAt` is of this API. null: none. */
  readonly sameRepliesAs: string | null;
  /** True: reasoning without a signature goes back into the history, unless a quirk of the target overrides it. */
  readonly replaysUnsignedReasoning: boolean;
  /**
   * Members that it has beside settings, for clients of the router whose configuration allows them; null: any name may be one.
   * `refusal`: the message about any other.
   */
  readonly addedMembers: { readonly names: readonly string[]; readonly refusal: string } | null;
  /**
   * Of the members that the router sends on for any client because they choose nothing, those that it has; absent: all. `refusal`: the
   * message about any other. An entry of the configuration may allow more.
   */
  readonly harmlessMembers?: { readonly names: readonly string[]; readonly refusal: string };
  /**
   * What its calls do not have by its own definition, so that it is not missed in a recording: ids, a finish that announces them.
   * Absent: they have both.
   */
  readonly callsLack?: readonly ("id" | "finish")[];
  /**
   * What it has not, whatever the provider and the model. `stopSequences`: no reply can be cut at a text. `members`: those of the body
   * that a provider's other APIs have. `upstream`: a gateway's replies name the upstream that served them. Absent: nothing.
   */
  readonly lacks?: {
    readonly stopSequences: boolean;
    readonly members: readonly string[];
    readonly upstream: boolean;
  };
  /** One conversation as this API writes it, for the reports. */
  readonly example: { readonly heading: string; readonly text: string };
};

/**
 * The end of a request's path, without its query. The group `model` is the model in the path, percent-encoded. With
 * `modelIn: "path"` it is the requested model, and such paths are matched first; with `"body"` it counts only when the
 * body names no model. `streaming` null: the same path, with `stream: true` in the body.
 */
export type ApiPaths = { readonly modelIn: "path" | "body"; readonly whole: RegExp; readonly streaming: RegExp | null };

/** How a stream is framed. `onlyEvent`: the one name of all events of an AWS stream; null: each event has its own. */
export type StreamFrames =
  | { readonly kind: "sse" }
  | { readonly kind: "aws-event-stream"; readonly onlyEvent: string | null };
