/**
 * One wire API as data: all that the layers must know of it. How it is spoken stands beside its adapter. The API that answers
 * with a stream has the same name with `-stream` behind it, and everything here holds for both unless it says otherwise.
 */
export type WireApi<Name extends string = string> = {
  readonly name: Name;
  /** As messages to people call it, e.g. `InvokeModel`. */
  readonly title: string;
  /** Built-in provider → base URL of this API there, which may hold `{region}`; null: the provider's own. */
  readonly servedBy: { readonly [provider: string]: string | null };
  /** The only provider that speaks it, also behind a gateway or a proxy; null: any provider may. */
  readonly onlyAt: string | null;
  /** Which of the two is meant by a provider named without an API; the first API that it serves counts. null: neither. */
  readonly usual: "whole" | "streaming" | null;
  readonly paths: ApiPaths;
  readonly stream: StreamFrames;
  /** True: the body is one of several families, and a target says which (`quirks.family`). */
  readonly hasFamilies: boolean;
  /** The API whose replies look the same; a recording that names `onlyAt` in its path is of this one. null: none. */
  readonly sameRepliesAs: string | null;
  /** Reasoning without a signature goes back into the history, unless a quirk of the target says otherwise. */
  readonly replaysUnsignedReasoning: boolean;
  /** Members that a client of the router may add to a request; null: any. `refusal`: what is said of another one. */
  readonly addedMembers: { readonly names: readonly string[]; readonly refusal: string } | null;
  /** One conversation in the words of this API, for the reports. */
  readonly example: { readonly heading: string; readonly text: string };
};

/**
 * The path of a request, without its query, whatever stands before it. The group `model` is the model in the path: with
 * `modelIn: "path"` it is the model that is asked, percent-encoded, and such a path is looked for first; with `"body"` it counts
 * where the body names no model. `streaming` null: the same path, and `stream: true` in the body.
 */
export type ApiPaths = { readonly modelIn: "path" | "body"; readonly whole: RegExp; readonly streaming: RegExp | null };

/** How a stream is framed. `onlyEvent`: the name of every event of an AWS stream; null: events have names of their own. */
export type StreamFrames =
  | { readonly kind: "sse" }
  | { readonly kind: "aws-event-stream"; readonly onlyEvent: string | null };
