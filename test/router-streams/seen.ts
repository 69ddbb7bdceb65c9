import { endPauses } from "./scripted-service.js";

/** What a client gets of a stream, event by event. */
export type Seen = {
  readonly status: number;
  readonly attempts: string | null;
  readonly model: string | null;
  readonly text: string;
  readonly thoughts: string;
  readonly finishes: readonly string[];
  /** The codes of errors. */
  readonly errors: readonly string[];
  readonly comments: readonly string[];
};

export type Chunk = {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly delta: { readonly role?: string; readonly content?: string | null; readonly reasoning_content?: string };
    readonly finish_reason: string | null;
  }[];
};

/** Asks for a completion, as a stream unless `body` says otherwise. */
export function post(url: string, body: object = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "a", stream: true, messages: [{ role: "user", content: "15 + 27?" }], ...body }),
  });
}

/** Reads an answer to its end, and lets replies that pause go on once something has come. Throws where a stream is not well formed. */
export async function seen(response: Response): Promise<Seen> {
  const text = await textOf(response);
  const { status, headers } = response;
  const shared = {
    ...{ status, attempts: headers.get("x-llm-parity-attempts"), model: headers.get("x-llm-parity-model") },
    comments: [],
  };
  if (headers.get("content-type")?.startsWith("application/json")) {
    const { choices, error } = JSON.parse(text);
    const { content = "", reasoning_content: thoughts = "" } = choices?.[0]?.message ?? {};
    const finishes = choices === undefined ? [] : [choices[0].finish_reason];
    return { ...shared, text: content ?? "", thoughts, finishes, errors: error === undefined ? [] : [error.code] };
  }
  return { ...shared, ...read(text) };
}

async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    endPauses();
  }
  return text;
}

/** Reads the bytes of a stream by the rules of server-sent events. Throws where they are broken. */
export function read(text: string): Pick<Seen, "text" | "thoughts" | "finishes" | "errors" | "comments"> {
  const events = text.split("\n\n");
  if (events.pop() !== "") throw new Error(`the stream ends inside an event: ${text.slice(-80)}`);
  const comments = events.filter((one) => one.startsWith(": "));
  const data = events.filter((one) => !one.startsWith(": "));
  if (data.pop() !== "data: [DONE]") throw new Error(`the stream does not end with [DONE]: ${text.slice(-80)}`);
  const values = data.map((one) => JSON.parse(one.replace(/^data: /, "")));
  const errors = values.filter((value) => "error" in value).map(({ error }) => String(error.code));
  const chunks: readonly Chunk[] = values.filter((value) => !("error" in value));
  const heads = new Set(chunks.map(({ id, created, model }) => `${id} ${created} ${model}`));
  if (heads.size > 1) throw new Error(`several replies in one stream: ${[...heads].join(", ")}`);
  const choices = chunks.flatMap((one) => one.choices);
  const roles = choices.flatMap(({ delta }) => delta.role ?? []);
  if (roles.length > 1) throw new Error(`${roles.length} roles`);
  const finishes = choices.flatMap(({ finish_reason: finish }) => finish ?? []);
  // A service that breaks off behind its finish has both, in this order.
  const isBrokenBehind = finishes.length === 1 && errors.length === 1 && "error" in (values.at(-1) ?? {});
  if (finishes.length + errors.length !== 1 && !isBrokenBehind) {
    throw new Error(`${finishes.length} finishes, ${errors.length} errors`);
  }
  return {
    text: choices.map(({ delta }) => delta.content ?? "").join(""),
    thoughts: choices.map(({ delta }) => delta.reasoning_content ?? "").join(""),
    ...{ finishes, errors },
    comments: comments.map((one) => one.slice(2)),
  };
}
