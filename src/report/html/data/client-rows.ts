import { viewWords } from "../../../verdict/client-views/ending.js";
import { shortened } from "../../../verdict/compare-text.js";
import type { Sheet } from "../../sheet/sheet.js";
import type { CellDetail } from "./cell-detail.js";

/** What clients showed of the replies of each cell, by its id. A reply is named `<cell> #<trial> <step>`. */
export function clientViewsOf({ clientViews }: Pick<Sheet, "clientViews">): ReadonlyMap<string, CellDetail["clients"]> {
  const byCell = new Map<string, CellDetail["clients"]>();
  if (clientViews === undefined) return byCell;
  const names = new Map(clientViews.clients.map(({ id, name, version }) => [id, `${name} ${version}`]));
  for (const stream of clientViews.streams) {
    const at = stream.name.lastIndexOf(" #");
    if (at < 0) continue;
    const [cell, reply] = [stream.name.slice(0, at), stream.name.slice(at + 2)];
    const rows = stream.views.map((view) => {
      return [
        names.get(view.client) ?? view.client,
        `trial ${reply}`,
        shortened(viewWords(view, stream), 200),
      ] as const;
    });
    byCell.set(cell, [...(byCell.get(cell) ?? []), ...rows]);
  }
  return byCell;
}
