import { pageIds } from "../data/sections.js";
import { modelTablesOf } from "../view/matrix.js";
import { serveControls, showFilter } from "./controls.js";
import { makeDrawer, type Shown } from "./drawer.js";
import { type Filter, hashOf, noFilter, readHash } from "./hash.js";
import { serveKeys } from "./keys.js";
import { drawLater } from "./later.js";
import { makeLook } from "./look.js";
import { matchCells } from "./match.js";
import { byId, placeIn } from "./mount.js";
import { readPage } from "./read-page.js";
import { showMatches, showRows } from "./show-matches.js";

async function start(): Promise<void> {
  document.documentElement.classList.add("js");
  const page = await readPage();
  const { data, isWhole } = page;
  const places = new Map(data.cells.map(({ id }, at) => [id.toWellFormed(), at]));
  let filter: Filter = noFilter;
  let place = "";
  let matches = matchCells(data, filter);
  let beside = matches;
  const later = isWhole
    ? null
    : drawLater(data, { tables: modelTablesOf(data), drawn: (section) => showRows(section, { matches, beside }) });

  const look = makeLook(data);
  const reveal = (at: number): HTMLElement | null => {
    later?.draw(data.cells[at]?.model ?? -1);
    const link = byId(pageIds.models)?.querySelector<HTMLElement>(`td[data-cell="${at}"] a`) ?? null;
    link?.closest("details")?.setAttribute("open", "");
    return link;
  };
  const drawer = makeDrawer(page, reveal);
  const write = () => history.replaceState(null, "", hashOf(place, filter) || location.pathname + location.search);
  const show = (next: Filter) => {
    filter = next;
    matches = matchCells(data, filter);
    beside = matchCells(data, placesOf(filter));
    showMatches(data, { matches, beside });
    look.show(matches);
    showFilter(filter);
  };
  const close = () => {
    const { at, trial } = shownAt(place) ?? { at: -1, trial: null };
    const id = data.cells[at]?.id;
    if (trial !== null && id !== undefined) {
      location.hash = hashOf(id, filter);
      return;
    }
    place = "";
    drawer.close();
    write();
  };
  const shownAt = (name: string): Shown | null => {
    const own = places.get(name);
    if (own !== undefined) return { at: own, trial: null };
    const [, cell, trial] = /^(.*?)(?:\/trial)?\/(\d+)$/s.exec(name) ?? [];
    const at = places.get(cell ?? "");
    return at === undefined ? null : { at, trial: Number(trial) };
  };
  const follow = async () => {
    const address = readHash(location.hash);
    if (address.filter !== null) show(address.filter);
    const shown = shownAt(address.place);
    // The cell says how a trial is printed that the page does not have.
    const isOpen = shown !== null && ((await drawer.open(shown)) || (await drawer.open({ ...shown, trial: null })));
    if (isOpen) {
      place = address.place;
      write();
    } else if (place !== "") {
      place = "";
      drawer.close();
    }
  };

  serveControls({
    current: () => filter,
    use: (next) => {
      show(next);
      write();
    },
  });
  serveKeys();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && place !== "") close();
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (target?.closest("a.close") != null) {
      event.preventDefault();
      close();
    }
    const id = data.cells[placeIn(target?.closest<HTMLElement>("[data-open]"), "open") ?? -1]?.id;
    if (id !== undefined) location.hash = hashOf(id, filter);
  });
  addEventListener("hashchange", follow);
  show(filter);
  await follow();
}

/** A filter without what it says of the outcome of cells. */
function placesOf({ text, lists }: Filter): Filter {
  return { text, states: [], lists: new Map([...lists].filter(([name]) => name !== "finding")) };
}

start();
