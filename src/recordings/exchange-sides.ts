import { type InteractionPlace, RecordingError } from "./format.js";
import { type Members, memberOf, objectOf, textOf } from "./members.js";

/** The members of a record that hold its sides, and the member of the request that holds the URL. */
type SideNames = { readonly request: string; readonly response: string; readonly url: string };

const usualNames: SideNames = { request: "request", response: "response", url: "url" };

/** The request of a record and its URL. Throws {@link RecordingError} when the record has no such object or no URL. */
export function requestSide(
  record: unknown,
  place: InteractionPlace,
  names: Partial<SideNames> = {},
): { readonly request: Members; readonly url: string } {
  const { request: requestName, url: urlName } = { ...usualNames, ...names };
  const request = objectOf(memberOf(record, requestName));
  if (request === null) throw new RecordingError(place, `"${requestName}" is not an object`);
  const url = textOf(memberOf(request, urlName));
  if (url === null) throw new RecordingError(place, `"${requestName}" has no "${urlName}"`);
  return { request, url };
}

/**
 * Both sides of a record. `names`: its members, where they are not `request`, `response` and `url`. Throws
 * {@link RecordingError} when a side is not an object or the URL is missing.
 *
 * @example
 * const { request, response, url } = exchangeSides(record, { file, interaction }, { url: "uri" });
 */
export function exchangeSides(
  record: unknown,
  place: InteractionPlace,
  names: Partial<SideNames> = {},
): { readonly request: Members; readonly response: Members; readonly url: string } {
  const sides = requestSide(record, place, names);
  const { response: name } = { ...usualNames, ...names };
  const response = objectOf(memberOf(record, name));
  if (response === null) throw new RecordingError(place, `"${name}" is not an object`);
  return { ...sides, response };
}
