import type { TrialEvidence } from "../../sheet/trial-evidence.js";
import { placeOf } from "../markup/links.js";
import { linksOf, trialPage } from "../trial/page-trials.js";
import { readTrialName, trialChunkId, trialName, trialsId } from "../trial/trial-names.js";
import { serveCopies } from "./copy.js";
import { all, byId, mount } from "./mount.js";
import { inflated } from "./read-page.js";

/** The page of a trial over the report. `open`: false where the page has no such trial. */
export type TrialPages = { readonly open: (name: string) => Promise<boolean>; readonly close: () => void };

/** Trials that are drawn already stay; others are drawn when they are opened, and one at a time. */
export function makeTrialPages(): TrialPages {
  const close = () => {
    for (const page of all(document, ".trial.open")) {
      page.classList.remove("open");
      if (page.dataset["later"] === "") page.remove();
    }
    document.documentElement.classList.remove("reading");
    setRest(false);
  };
  return {
    close,
    open: async (name) => {
      const page = byId(placeOf(name)) ?? (await drawn(name));
      if (page?.classList.contains("trial") !== true) return false;
      close();
      if (!page.isConnected) byId(trialsId)?.append(page);
      page.classList.add("open");
      page.scrollTop = 0;
      document.documentElement.classList.add("reading");
      serveCopies(page);
      setRest(true);
      page.focus({ preventScroll: true });
      return true;
    },
  };
}

/** Whether a name is that of a trial which the page has. */
export function hasTrial(name: string): boolean {
  const read = readTrialName(name);
  return (
    read !== null &&
    (byId(trialChunkId(read.cell)) !== null || byId(placeOf(name))?.classList.contains("trial") === true)
  );
}

async function drawn(name: string): Promise<HTMLElement | null> {
  const read = readTrialName(name);
  const chunk = read === null ? null : byId(trialChunkId(read.cell));
  if (read === null || chunk === null) return null;
  const own: readonly TrialEvidence[] = JSON.parse(await inflated(JSON.parse(chunk.textContent ?? '""')));
  const trial = own.find((one) => one.trial === read.trial);
  if (trial === undefined) return null;
  const holder = document.createElement("div");
  const { cell, trial: trialIn } = linksOf(own);
  const links = {
    cell,
    trial: (of: string, n: number) =>
      trialIn(of, n) ?? (hasTrial(trialName(of, n)) ? `#${placeOf(trialName(of, n))}` : null),
  };
  mount(holder, trialPage(trial, links));
  const page = holder.firstElementChild;
  if (!(page instanceof HTMLElement)) return null;
  page.dataset["later"] = "";
  return page;
}

/** What a trial covers cannot be reached while it is open. */
function setRest(isCovered: boolean): void {
  for (const part of all(document, ".skip, .top, footer, main")) part.inert = isCovered;
}
