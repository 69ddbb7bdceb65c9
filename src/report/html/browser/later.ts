import type { PageData } from "../data/page-data.js";
import { pageIds } from "../data/sections.js";
import type { Html } from "../markup/html.js";
import { latencyHtml } from "../view/latency.js";
import { type ModelTable, modelTable } from "../view/matrix.js";
import { messageList } from "../view/messages.js";
import { overviewHtml } from "../view/overview.js";
import { all, byId, mount, placeIn } from "./mount.js";

/** About how high a row is, in pixels: a table that is not drawn keeps its place. */
const rowHeight = 34;

/** Draws the parts of a big page: lists at once, tables when they come near the view. `drawn`: called after each table. */
export function drawLater(
  data: PageData,
  { tables, drawn }: { readonly tables: readonly ModelTable[]; readonly drawn: (section: HTMLElement) => void },
): { readonly draw: (model: number) => void } {
  const byModel = new Map(tables.map((table) => [table.model, table]));
  const open = new Map<number, HTMLElement>();
  const draw = (model: number) => {
    const [section, table] = [open.get(model), byModel.get(model)];
    const holder = section?.querySelector<HTMLElement>(".scroll");
    if (section === undefined || table === undefined || holder == null) return;
    open.delete(model);
    mount(holder, modelTable(data, table));
    holder.style.minHeight = "";
    drawn(section);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        observer.unobserve(target);
        inTurns(() => draw(placeIn(target, "model") ?? -1));
      }
    },
    { rootMargin: "800px 0px" },
  );
  for (const section of all(document, "section.model")) {
    const model = placeIn(section, "model") ?? -1;
    const holder = section.querySelector<HTMLElement>(".scroll");
    open.set(model, section);
    if (holder !== null) holder.style.minHeight = `${rowHeight * ((byModel.get(model)?.rows.length ?? 0) + 1)}px`;
  }
  fill(pageIds.messages, messageList(data.messages));
  fill(pageIds.overview, overviewHtml(data, tables));
  for (const section of open.values()) observer.observe(section);
  whenNear(pageIds.latency, () => fill(pageIds.latency, latencyHtml(data)));
  addEventListener("beforeprint", () => {
    for (const [model, section] of [...open]) if (!section.hidden) draw(model);
  });
  return { draw };
}

const waiting: (() => void)[] = [];

/** One act a frame, so that a filter which brings many tables into view is seen at once. */
function inTurns(act: () => void): void {
  waiting.push(act);
  if (waiting.length > 1) return;
  const next = () => {
    waiting[0]?.();
    waiting.shift();
    if (waiting.length > 0) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

function fill(id: string, content: Html): void {
  const holder = byId(id)?.parentElement?.querySelector(".drawn");
  if (holder != null) mount(holder, content);
}

/** Once a part comes near the view, or the page is printed. */
function whenNear(id: string, act: () => void): void {
  const part = byId(id);
  if (part === null) return;
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) once();
    },
    { rootMargin: "800px 0px" },
  );
  const once = () => {
    observer.disconnect();
    removeEventListener("beforeprint", once);
    act();
  };
  observer.observe(part);
  addEventListener("beforeprint", once);
}
