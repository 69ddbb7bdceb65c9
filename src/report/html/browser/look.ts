import type { PageData } from "../data/page-data.js";
import { pageIds } from "../data/sections.js";
import { lookList } from "../data/states.js";
import { lookRest, lookStart } from "../view/look.js";
import { byId, mount } from "./mount.js";

/** The list of what needs a look. `show`: only the cells that match; what is folded is drawn when it is opened or printed. */
export function makeLook(data: PageData): { readonly show: (matches: readonly boolean[]) => void } {
  const holder = byId(pageIds.look)?.parentElement?.querySelector(".drawn") ?? null;
  const whole = lookList(data.cells);
  let list = whole;
  const drawRest = () => {
    const fold = holder?.querySelector("details.more");
    if (fold == null || fold.querySelector("ol") !== null) return;
    const rest = document.createElement("div");
    mount(rest, lookRest(data, list));
    fold.append(rest);
  };
  holder?.addEventListener("toggle", drawRest, true);
  addEventListener("beforeprint", drawRest);
  return {
    show: (matches) => {
      const next = whole.filter((at) => matches[at] === true);
      const isDrawn = holder?.querySelector(".look, p") != null;
      if (holder === null || (isDrawn && next.length === list.length && next.every((at, place) => at === list[place])))
        return;
      list = next;
      mount(holder, lookStart(data, list, null));
    },
  };
}
