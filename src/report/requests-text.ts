import { type Api, isStreaming } from "../chat/api.js";
import type { FieldEquivalence, ResultForms } from "../verdict/matrix/compare-requests.js";

/** What is compared: each step that both sides answered, and the API of each side. */
export type ComparedRequests = {
  readonly steps: readonly {
    readonly fields: readonly FieldEquivalence[];
    readonly equivalent: boolean;
    readonly resultForms: ResultForms | null;
  }[];
  readonly apis: readonly [Api, Api];
};

/**
 * How the requests of two columns compare, in the same words in every report: `requests equivalent`, `requests equivalent except: streamed
 * or not; tool result as JSON or as text`, `requests NOT equivalent: temperature`.
 */
export function requestsText({ steps, apis: [left, right] }: ComparedRequests): string {
  if (steps.length === 0) return "no step was answered on both sides";
  if (!steps.every(({ equivalent }) => equivalent)) return `requests NOT equivalent${fieldsText(steps)}`;
  const exceptions = [
    ...(isStreaming(left) === isStreaming(right) ? [] : ["streamed or not"]),
    ...(steps.some(({ resultForms }) => resultForms !== null) ? ["tool result as JSON or as text"] : []),
  ];
  return `requests equivalent${exceptions.length === 0 ? "" : ` except: ${exceptions.join("; ")}`}`;
}

/** `: temperature, tools and 2 more`: the fields that differ or were dropped; empty where none is named. */
function fieldsText(steps: ComparedRequests["steps"]): string {
  const fields = steps.flatMap((step) => step.fields);
  const notable = fields.filter(({ state }) => state === "dropped" || state === "different");
  const names = [...new Set(notable.map(({ field }) => field))];
  if (names.length === 0) return "";
  const rest = names.length - mostNamed;
  return `: ${names.slice(0, mostNamed).join(", ")}${rest <= 0 ? "" : ` and ${rest} more`}`;
}

const mostNamed = 3;
