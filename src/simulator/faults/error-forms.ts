/**
 * The forms of an error inside server-sent events. `flat` and `failed` are those of Responses; `chunk` is the usual one of each API.
 */
export const errorForms = ["chunk", "choice", "detail", "errors", "problem", "text", "line", "flat", "failed"] as const;
export type ErrorForm = (typeof errorForms)[number];
