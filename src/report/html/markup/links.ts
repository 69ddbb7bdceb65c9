import { type Html, html } from "./html.js";
import { visible } from "./visible.js";

/** The name of a place as it stands after `#`: percent-encoded but for slashes. */
export function placeOf(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll("%2F", "/");
}

/**
 * The name of a place as it stands in `id`: as it is, so that a decoded address finds it; one with characters that do not show, as after `#`,
 * so that the address itself does.
 */
export function idOf(name: string): string {
  return visible(name) === name ? name : placeOf(name);
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

/** A word for a label of a cell's page, which may be named by its id in a list of words. */
export function labelOf(name: string): string {
  return `title:${encodeURIComponent(name.toWellFormed())}`;
}

/** The name of the place of a model in the page, which no cell has. */
export function modelPlace(model: string): string {
  return `model:${model}`;
}

/** A source that a reader can follow: an https address at its start is a link, with what follows as text; anything else stays text. */
export function linked(source: string): Html {
  const [, address, rest] = /^(https:\/\/[^\s<>"'\\^`{|}]+)(.*)$/s.exec(source) ?? [];
  if (address === undefined) return html`${source}`;
  return html`<a href="${address}" rel="noreferrer noopener">${address}</a>${rest ?? ""}`;
}
