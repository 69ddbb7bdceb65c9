import type { PageCell, PageData } from "../data/page-data.js";
import { pageStates, statesOf } from "../data/states.js";
import { visible } from "../markup/visible.js";
import { findingId } from "../view/filters.js";
import type { Filter } from "./hash.js";

type Test = (cell: PageCell, at: number) => boolean;

/** Which cells a filter shows, by their place. What can be decided for a model, a column or a scenario is decided once. */
export function matchCells(data: PageData, filter: Filter): readonly boolean[] {
  const tests = [...listTests(data, filter), ...stateTests(filter), ...wordTests(data, filter)];
  if (tests.length === 0) return data.cells.map(() => true);
  return data.cells.map((cell, at) => tests.every((test) => test(cell, at)));
}

function listTests({ models, columns, scenarios }: PageData, { lists }: Filter): readonly Test[] {
  const test = <Value>(value: string | undefined, make: (value: string) => Value): Value | null =>
    value === undefined ? null : make(value);
  const tests: readonly (Test | null)[] = [
    test(lists.get("model"), (name) => byPlace("model", models, (one) => isSame(one.name, name))),
    test(lists.get("provider"), (name) => byPlace("column", columns, (one) => isSame(one.provider, name))),
    test(lists.get("api"), (name) => byPlace("column", columns, (one) => isSame(one.api, name))),
    test(lists.get("scenario"), (id) => byPlace("scenario", scenarios, (one) => isSame(one.id, id))),
    test(lists.get("tag"), (tag) => byPlace("scenario", scenarios, (one) => one.tags.some((own) => isSame(own, tag)))),
    test(lists.get("finding"), (id) => byFindings((name) => isSame(findingId(name), id))),
  ];
  return tests.filter((one) => one !== null);
}

/** A name of the page, and one that was chosen from a list or an address, where characters that do not show may be written out. */
function isSame(name: string, chosen: string): boolean {
  return visible(name) === visible(chosen);
}

/** Within a group of states one of the chosen ones is enough; every group with a choice has to have one. */
function stateTests({ states }: Filter): readonly Test[] {
  const groups = new Map<string, Set<string>>();
  for (const { id, group } of pageStates) {
    if (states.includes(id)) groups.set(group, (groups.get(group) ?? new Set<string>()).add(id));
  }
  return [...groups.values()].map((chosen) => (cell) => statesOf(cell).some((state) => chosen.has(state)));
}

/** Every word is somewhere in what names the cell or in what is wrong with it. */
function wordTests(data: PageData, { text }: Filter): readonly Test[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return words.map((word) => {
    const has = (...texts: readonly string[]) => texts.some((one) => one.toLowerCase().includes(word));
    if (word.includes("/")) return ({ id }) => has(id);
    const model = byPlace("model", data.models, ({ name, title }) => has(name, title));
    const column = byPlace("column", data.columns, ({ id }) => has(id));
    const scenario = byPlace("scenario", data.scenarios, ({ id, title, tags }) => has(id, title, ...tags));
    const finding = byFindings((name) => has(name));
    const whose = remembered((party: string | null) => party !== null && has(party));
    const reason = remembered((why: string | null) => why !== null && has(why));
    return (cell, at) =>
      model(cell, at) ||
      column(cell, at) ||
      scenario(cell, at) ||
      finding(cell, at) ||
      whose(cell.whose) ||
      reason(cell.reason);
  });
}

function byPlace<One>(
  key: "model" | "column" | "scenario",
  list: readonly One[],
  accepts: (one: One) => boolean,
): Test {
  const accepted = list.map(accepts);
  return (cell) => accepted[cell[key]] === true;
}

/** Cells that were packed together share their list, so that each list is looked at once. */
function byFindings(accepts: (name: string) => boolean): Test {
  const any = remembered((findings: readonly string[]) => findings.some(accepts));
  return ({ findings }) => any(findings);
}

function remembered<Value>(accepts: (value: Value) => boolean): (value: Value) => boolean {
  const known = new Map<Value, boolean>();
  return (value) => {
    const old = known.get(value);
    if (old !== undefined) return old;
    const fresh = accepts(value);
    known.set(value, fresh);
    return fresh;
  };
}
