import { expect, test } from "vitest";
import { bigSheet } from "../../../../test/support/big-sheet.js";
import { hostileTexts } from "../../../../test/support/hostile-texts.js";
import type { Sheet } from "../../sheet/sheet.js";
import { detailAt, detailColumns } from "./detail-columns.js";
import { detailsOf } from "./detail-of.js";
import { pageDataOf } from "./page-data-of.js";

const small = bigSheet({ models: 3, columns: 3, scenarios: 4, nights: 2 });

/** Every detail of a sheet, and what is read of it after it was packed. */
function both(sheet: Sheet): readonly (readonly [written: unknown, read: unknown])[] {
  const data = pageDataOf(sheet);
  const detailOf = detailsOf(sheet, { trials: [], leftOut: [] });
  const own = sheet.cells.flatMap((source, at) => {
    const cell = data.cells[at];
    return cell === undefined ? [] : [{ cell, detail: detailOf(source) }];
  });
  const packed = detailColumns(data, own);
  return own.map(({ cell, detail }, at) => [detail, detailAt(data, packed, { cell, at })]);
}

test("the details of a cell are what they were", () => {
  const all = both(small);
  expect(all).toHaveLength(36);
  for (const [written, read] of all) expect(read).toEqual(written);
});

test("cells of which the same is said have one text, whatever their names are", () => {
  const data = pageDataOf(small);
  const detailOf = detailsOf(small, { trials: [], leftOut: [] });
  // The same column in another scenario, and with another model.
  const [one, ...others] = [0, 3, 15].map((at) => {
    const [cell, source] = [data.cells[at], small.cells[at]];
    if (source === undefined || cell === undefined) throw new Error("the sheet has too few cells");
    const { facts, again } = detailOf(source);
    const detail = { ...detailOf(source), ...nothing, facts: facts.filter(([label]) => label === "Model id"), again };
    expect(JSON.stringify(detail)).toContain(`--scenario ${source.scenario}`);
    return JSON.stringify(detailColumns(data, [{ cell, detail }]));
  });
  expect(others).toEqual([one, one]);
});

const nothing = { rate: null, says: [], findings: [], attribution: null, trials: [], measures: [], pairs: [] };

test.each(hostileTexts.map(({ name, text }) => [name, text.slice(0, 400)]))(
  "a name or text that holds marks or much else is what it was: %s",
  (_, text) => {
    const marks = "\u0000\u0001\u0002\u0003\u0004";
    const cells = small.cells.map((cell, at) =>
      at > 2 ? cell : { ...cell, scenario: text, model: marks.slice(at), reasonText: `${marks}${text}`, reason: text },
    );
    const sheet: Sheet = {
      ...{ ...small, cells },
      models: [...small.models, { name: marks.slice(0, 2), title: text, retired: null }],
      scenarios: [{ id: text, title: text, tags: [] }, ...small.scenarios],
    };
    for (const [written, read] of both(sheet)) expect(read).toEqual(written);
  },
);
