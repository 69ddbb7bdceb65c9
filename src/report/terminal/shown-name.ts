import { clipWidth } from "./display-width.js";
import type { Painter } from "./paint.js";

/**
 * A text of any length as one line that is safe to be shown and at most `most` columns wide; `…` where something was cut. `plain`
 * makes it safe.
 */
export function shownName(text: string, plain: Painter, most = 80): string {
  const start = text.slice(0, 4 * most);
  const line = plain(start.replace(/\s+/g, " ").trim());
  return clipWidth(start.length < text.length ? `${line}…` : line, most);
}
