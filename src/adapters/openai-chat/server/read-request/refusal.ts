import { invalidRequest, type OpenAiError } from "../encode-error/envelope.js";

/** Carries a refusal out of the checks of a request. `readServerRequest` catches it, so it never reaches a caller. */
export class RequestRefusal extends Error {
  override name = "RequestRefusal" as const;
  readonly error: OpenAiError;
  constructor(param: string | null, message: string, code: string | null = null) {
    super(message);
    this.error = invalidRequest(param, message, code);
  }
}

/** Refuses the request unless `holds`: throws a {@link RequestRefusal} with the member and what it must be, without its value. */
export function demand(holds: boolean, param: string, must: string): asserts holds {
  if (!holds) throw new RequestRefusal(param, `'${param}' must be ${must}.`);
}

/** A value as JSON for a refusal, cut to 60 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
