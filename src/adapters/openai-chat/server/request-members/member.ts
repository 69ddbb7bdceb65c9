/** What a member of a request decides, beyond the words of the reply. */
export type Choice =
  | "model"
  | "fallback"
  | "route"
  | "provider"
  | "plugin"
  | "prompt"
  | "session"
  | "tier"
  | "record"
  | "anything"
  | "address"
  | "key";

/**
 * Which values of a passed member go on. `plain`: any without an object. `false`: only `false`. `open`: an object of any
 * names over plain values. `data`: anything, such as a JSON Schema. A list: an object of these names alone, at every depth.
 */
export type Inside = "plain" | "false" | "open" | "data" | readonly string[];

/**
 * A member of the request body that an upstream may read. `passed`: sent to OpenAI-compatible upstreams. `left-out`: not
 * sent, with a warning. `refused`: the request is refused. A model's `allow` lifts the last two, except for an address or a key.
 */
export type RequestMember = {
  readonly name: string;
  readonly treatment: "passed" | "left-out" | "refused";
  /** Null: it decides nothing but the reply. */
  readonly chooses: Choice | null;
  /** What the upstream does with it, to complete "it …". */
  readonly effect: string;
  readonly inside: Inside;
};

/** Members that one source documents; `date`: when it was read. */
export type MemberGroup = {
  readonly source: string;
  readonly date: string;
  readonly members: readonly RequestMember[];
};

/** A row of a member that is sent. */
export function passed(name: string, effect: string, inside: Inside = "plain"): RequestMember {
  return { name, treatment: "passed", chooses: null, effect, inside };
}

/** A row of a member that is not sent; agents send it out of habit, so it is no reason to refuse. */
export function leftOut(name: string, chooses: Choice | null, effect: string): RequestMember {
  return { name, treatment: "left-out", chooses, effect, inside: "data" };
}

/** A row of a member for which a request is refused. */
export function refused(name: string, chooses: Choice, effect: string): RequestMember {
  return { name, treatment: "refused", chooses, effect, inside: "data" };
}
