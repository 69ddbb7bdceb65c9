import type { EditionName } from "../../../scenario/edition/edition-name.js";
import { type Html, html } from "../../html/markup/html.js";

/** An edition by its name, with the beginning of the hash of its file, which tells drafts apart; null: not recorded. */
export function editionWords(edition: EditionName | null): Html {
  if (edition === null) return html`not recorded`;
  return html`${edition.id} <small>SHA-256 ${edition.sha256.slice(0, 12)}</small>`;
}

/** Every edition of these, each once, newest name first. */
export function editionsWords(all: readonly (EditionName | null)[]): Html {
  const named = new Map(all.map((one) => [one === null ? "" : `${one.id} ${one.sha256}`, one]));
  const sorted = [...named].toSorted(([a], [b]) => (a < b ? 1 : -1)).map(([, one]) => editionWords(one));
  return html`${sorted.map((one, at) => (at === 0 ? one : html`, ${one}`))}`;
}
