import type { Material } from "../../../../verdict/evidence/material.js";
import { sourceLink, table } from "../../../markdown-text.js";
import { askedFirstRows } from "../facts/asked-first.js";
import { unseenSettings } from "../facts/unseen-settings.js";

/** What a vendor's engineer asks about first, with its value in the failing request. */
export function askedFirstSection({ failing }: Material): readonly string[] {
  return [table(["member", "in the failing request"], askedFirstRows(failing))];
}

/** Settings of the account that no request or reply shows; `[]`: none is known for these servers. */
export function unseenSection({ failing }: Material): readonly string[] {
  const rows = unseenSettings(failing).map(({ name, effect, source, date }) => [
    name,
    "unknown to us",
    `${effect} (${sourceLink(source)}, ${date})`,
  ]);
  return rows.length === 0 ? [] : [table(["setting of the account", "value", "what it does"], rows)];
}
