import type { HarMeta } from "./har-file.js";

/** How the note of a private fixture begins. */
export const privateNote = "Private: it holds what customers wrote.";

/** True for a fixture that was imported from a production log or trace. Its note says so too, which older imports alone wrote. */
export function isPrivateHar({ note, imported }: HarMeta): boolean {
  return imported !== undefined && (imported.isPrivate === true || note?.includes(privateNote) === true);
}
