import { pageIds } from "../data/sections.js";
import { pageStates } from "../data/states.js";
import { listNames } from "../view/filters.js";
import { type Filter, noFilter } from "./hash.js";
import { all, byId } from "./mount.js";

/** Serves the tiles and the filters. `current`: the filter that is on; `use`: puts another one on. */
export function serveControls({
  current,
  use,
}: {
  readonly current: () => Filter;
  readonly use: (filter: Filter) => void;
}): void {
  const form = byId(pageIds.filters);
  if (!(form instanceof HTMLFormElement)) return;
  form.hidden = false;
  const wide = matchMedia("(min-width:700px)");
  const fold = () => form.querySelector("details")?.toggleAttribute("open", wide.matches);
  wide.addEventListener("change", fold);
  fold();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => use(chosen(form, current())));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    use(noFilter);
  });
  for (const tile of tiles()) {
    tile.disabled = false;
    tile.addEventListener("click", () => use(toggled(current(), tile.dataset["state"] ?? "")));
  }
}

/** Shows in the tiles and lists which filter is on. */
export function showFilter({ text, states, lists }: Filter): void {
  for (const tile of tiles()) tile.setAttribute("aria-pressed", String(states.includes(tile.dataset["state"] ?? "")));
  const form = byId(pageIds.filters);
  if (!(form instanceof HTMLFormElement)) return;
  if (lists.size > 0) form.querySelector("details")?.setAttribute("open", "");
  for (const control of all(form, "select, input")) {
    if (control instanceof HTMLInputElement) {
      if (control.value.trim() !== text.trim()) control.value = text;
    } else if (control instanceof HTMLSelectElement) {
      const name = listNames.find((one) => one === control.name);
      const value =
        name === undefined ? "" : name === "state" ? (states.length === 1 ? states[0] : "") : lists.get(name);
      control.value = value ?? "";
      control.classList.toggle("set", control.value !== "");
    }
  }
}

function tiles(): readonly HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>("button.tile")];
}

function toggled(filter: Filter, state: string): Filter {
  const { states } = filter;
  const next = states.includes(state) ? states.filter((one) => one !== state) : [...states, state];
  return { ...filter, states: pageStates.map(({ id }) => id).filter((id) => next.includes(id)) };
}

/** Several tiles stay on until the list of states names one. */
function chosen(form: HTMLFormElement, { states }: Filter): Filter {
  const values = new FormData(form);
  const value = (name: string): string => {
    const one = values.get(name);
    return typeof one === "string" ? one : "";
  };
  const lists = listNames.flatMap((name) =>
    name === "state" || value(name) === "" ? [] : [[name, value(name)] as const],
  );
  const state = value("state");
  return {
    text: value("text"),
    states: state === "" ? (states.length > 1 ? states : []) : [state],
    lists: new Map(lists),
  };
}
