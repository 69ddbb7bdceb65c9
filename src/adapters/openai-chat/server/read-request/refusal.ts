import { invalidRequest, type OpenAiError } from "../encode-error/envelope.js";

/** Carries a refusal out of the checks of a request; caught at the door, never seen outside. */
export class RequestRefusal extends Error {
  override name = "RequestRefusal" as const;
  readonly error: OpenAiError;
  constructor(param: string | null, message: string, code: string | null = null) {
    super(message);
    this.error = invalidRequest(param, message, code);
  }
}

/** Refuses the request unless `holds`, naming the member and what it must be. Values are never echoed whole. */
export function demand(holds: boolean, param: string, must: string): asserts holds {
  if (!holds) throw new RequestRefusal(param, `'${param}' must be ${must}.`);
}

/** A value as a refusal may show it: short, and in quotes where it is a text. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
