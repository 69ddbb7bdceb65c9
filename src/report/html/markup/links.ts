import { type Html, html } from "./html.js";

/** The name of a place as it stands in `id` and after `#`: percent-encoded but for slashes, so that any name is one word. */
export function placeOf(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll("%2F", "/");
}

/** The name behind {@link placeOf}; what is not encoded that way is taken as it stands. */
export function nameOf(place: string): string {
  try {
    return decodeURIComponent(place);
  } catch {
    return place;
  }
}

/** The name of a trial's page. */
export function trialName(cell: string, trial: number): string {
  return `${cell}/trial/${trial}`;
}

/** A place inside the page that no cell has: `section` is ours, `name` may be anything. */
export function partOf(section: string, name: string): string {
  return `${section}:${encodeURIComponent(name.toWellFormed())}`;
}

/** A source that a reader can follow: an https address at its start is a link, with what follows as text; anything else stays text. */
export function linked(source: string): Html {
  const [, address, rest] = /^(https:\/\/[^\s<>"'\\^`{|}]+)(.*)$/s.exec(source) ?? [];
  if (address === undefined) return html`${source}`;
  return html`<a href="${address}" rel="noreferrer noopener">${address}</a>${rest ?? ""}`;
}
