import type { JsonValue } from "../../chat/json.js";
import { clipped } from "../../verdict/compare-text.js";
import type { Answer } from "./answer.js";
import type { Decide, Decision } from "./assumption.js";

/** So many characters of an answer are evidence. */
const mostCharacters = 240;

/** Statuses that say nothing about a request: the key, the money or the service was the reason. */
const unrelated: ReadonlySet<number> = new Set([401, 402, 403, 407, 408, 429]);

/** Decides from the first answer alone, where it is a whole one of status 200 without an error in it; else it is open. */
export function ofReply(judge: (answer: Answer) => Decision): Decide {
  return ([answer]) => {
    if (answer === undefined) return open("not asked");
    return isReply(answer) ? judge(answer) : open(quoteOf(answer));
  };
}

/** Confirmed by a refusal in these words, refuted by a reply. A refusal in other words leaves it open. */
export function refusedWith(words: RegExp): Decide {
  return ([answer]) => {
    if (answer === undefined) return open("not asked");
    if (isReply(answer)) return refuted(`accepted: ${quoteOf(answer)}`);
    if (saysNothing(answer)) return open(quoteOf(answer));
    return words.test(plain(answer.text))
      ? confirmed(quoteOf(answer))
      : open(`refused in other words: ${quoteOf(answer)}`);
  };
}

/** Confirmed by a reply, refuted by a refusal in these words. A refusal in other words leaves it open. */
export function acceptedUnless(words: RegExp): Decide {
  return ([answer]) => {
    if (answer === undefined) return open("not asked");
    if (isReply(answer)) return confirmed(`accepted: ${quoteOf(answer)}`);
    if (saysNothing(answer) || !words.test(plain(answer.text))) return open(quoteOf(answer));
    return refuted(quoteOf(answer));
  };
}

/**
 * The second route takes the credentials of the first: refuted where the same credentials are refused there. A missing right (IAM) is no
 * such refusal. `isOurs`: the answer was asked with the credentials that the assumption is about; `otherwise`: what to say where not.
 */
export function sameCredentials(isOurs: (answer: Answer) => boolean, otherwise: string): Decide {
  return ([control, route]) => {
    if (control === undefined || route === undefined) return open("not asked");
    if (!isOurs(route)) return open(otherwise);
    if (isReply(route)) return confirmed(quoteOf(route));
    if (!isReply(control)) return open(`the control was not answered either: ${quoteOf(control)}`);
    const isRefused = [401, 403].includes(route.status ?? 0) && !/not authorized to perform/i.test(route.text);
    return isRefused ? refuted(`the control was answered, and this: ${quoteOf(route)}`) : open(quoteOf(route));
  };
}

/** Confirmed where `value` is there; `what` names it. */
export function thereOrNot(value: unknown, what: string): Decision {
  if (value === null || value === undefined || value === "") return refuted(`${what} is absent`);
  return confirmed(`${what}: ${clipped(typeof value === "string" ? value : JSON.stringify(value), mostCharacters)}`);
}

/** The value at a path of members and indexes; null: absent or null. */
export function at(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return null;
    here = Array.isArray(here) ? here.at(Number(step)) : Object.entries(here).find(([name]) => name === step)?.[1];
  }
  return (here ?? null) as JsonValue;
}

export function confirmed(evidence: string): Decision {
  return { state: "confirmed", evidence };
}

export function refuted(evidence: string): Decision {
  return { state: "refuted", evidence };
}

export function open(evidence: string): Decision {
  return { state: "open", evidence };
}

/** One line about an answer: its status and the beginning of its body, or why there is none. */
export function quoteOf({ status, text, broken }: Answer): string {
  if (status === null) return `no answer (${broken ?? "unknown"})`;
  const cut = broken === null ? "" : ` (cut: ${broken})`;
  return `HTTP ${status}${cut}: ${clipped(text, mostCharacters)}`;
}

/** True for a whole body of status 200 that holds no error. */
function isReply({ status, broken, json, events }: Answer): boolean {
  if (status !== 200 || broken !== null || at(json, "error") !== null) return false;
  return events.every(({ type, payload }) => !/exception$/i.test(type) && at(payload, "error") === null);
}

function saysNothing({ status, broken }: Answer): boolean {
  return status === null || broken !== null || unrelated.has(status) || status >= 500;
}

/** AWS writes a typographic apostrophe in one of its refusals, and a plain one in the others. */
function plain(text: string): string {
  return text.replaceAll("’", "'");
}
