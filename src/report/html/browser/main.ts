import { pageIds } from "../data/sections.js";
import { readTrialName } from "../trial/trial-names.js";
import { modelTablesOf } from "../view/matrix.js";
import { serveControls, showFilter } from "./controls.js";
import { makeDrawer } from "./drawer.js";
import { type Filter, hashOf, noFilter, readHash } from "./hash.js";
import { serveKeys } from "./keys.js";
import { drawLater } from "./later.js";
import { matchCells } from "./match.js";
import { byId, placeIn } from "./mount.js";
import { readPage } from "./read-page.js";
import { showMatches, showRows } from "./show-matches.js";
import { makeTrialPages } from "./trial-page.js";

async function start(): Promise<void> {
  document.documentElement.classList.add("js");
  const page = await readPage();
  const { data, isWhole } = page;
  const places = new Map(data.cells.map(({ id }, at) => [id, at]));
  let filter: Filter = noFilter;
  let place = "";
  let matches = matchCells(data, filter);
  const later = isWhole
    ? null
    : drawLater(data, { tables: modelTablesOf(data), drawn: (section) => showRows(section, matches) });

  const reveal = (at: number): HTMLElement | null => {
    later?.draw(data.cells[at]?.model ?? -1);
    return byId(pageIds.models)?.querySelector<HTMLElement>(`td[data-cell="${at}"] a`) ?? null;
  };
  const drawer = makeDrawer(page, reveal);
  const trials = makeTrialPages();
  const write = () => history.replaceState(null, "", hashOf(place, filter) || location.pathname + location.search);
  const show = (next: Filter) => {
    filter = next;
    matches = matchCells(data, filter);
    showMatches(data, matches);
    showFilter(filter);
  };
  const close = () => {
    place = "";
    trials.close();
    drawer.close();
    write();
  };
  const follow = async () => {
    const address = readHash(location.hash);
    if (address.filter !== null) show(address.filter);
    const at = places.get(address.place);
    if (at === undefined && (await trials.open(address.place))) {
      place = address.place;
      return;
    }
    trials.close();
    if (at === undefined) {
      const isPart = address.place !== "" && byId(address.place) !== null;
      if (!isPart || place !== "") {
        place = "";
        drawer.close();
      }
      return;
    }
    place = address.place;
    await drawer.open(at);
    write();
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
    if (event.key !== "Escape" || place === "") return;
    const trial = places.has(place) ? null : readTrialName(place);
    if (trial !== null && places.has(trial.cell)) location.hash = hashOf(trial.cell, filter);
    else close();
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

start();
