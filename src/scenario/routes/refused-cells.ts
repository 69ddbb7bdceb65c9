import { type Api, wholeOf } from "../../chat/api.js";
import type { UnsupportedCell } from "../catalog.js";
import type { ModelsFile } from "../models-file.js";

/** The refused routes of a models file as cells that cannot exist, for a suite that shows them; those without a column are left out. */
export function refusedCells(models: ModelsFile["models"], columns: Columns): readonly UnsupportedCell[] {
  return Object.entries(models).flatMap(([model, { refuses }]) =>
    columns.flatMap(({ provider, api }) => {
      const found = refuses.find((one) => one.provider === provider && one.apis.some((name) => name === wholeOf(api)));
      if (found === undefined) return [];
      return [{ model, provider, api, reason: `refused: ${found.says}`, source: found.source, date: found.date }];
    }),
  );
}

type Columns = readonly { readonly provider: string; readonly api: Api }[];
