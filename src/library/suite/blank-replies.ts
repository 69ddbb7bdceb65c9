import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BlankReply } from "../../report/bundle.js";
import { planRun } from "../../runner/plan.js";
import { replayFile } from "../../runner/run-replay.js";
import type { MakeTransport } from "../../runner/trial/trial-scope.js";
import { judgeAll } from "../../verdict/judge-all.js";
import { type HarMeta, readHar } from "../../wire/har/har.js";
import type { Choice } from "../choose.js";

/** The folder as reports name it, so that they are the same wherever they are made. */
const folderName = "fixtures/blank-replies";

/** Judges the streams of `fixtures/blank-replies`: what a client's summary hides. Empty when there is no such folder. */
export async function readBlankReplies(
  fixtures: string,
  { catalog, shelf }: Choice,
  { makeTransport, signal }: { readonly makeTransport: MakeTransport; readonly signal: AbortSignal },
): Promise<readonly BlankReply[]> {
  const folder = join(fixtures, "blank-replies");
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => name.endsWith(".har")).sort();
  const found = await Promise.all(
    names.map(async (name): Promise<readonly BlankReply[]> => {
      const file = join(folder, name);
      const { meta } = readHar(await readFile(file, "utf8"), file);
      const targets = catalog.targets.filter(({ id }) => id === meta.target);
      const scenarios = (await shelf.having([meta.scenario])).filter(({ id }) => id === meta.scenario);
      const [planned] = planRun({ scenarios, targets, trials: 1 }).cases;
      if (planned === undefined) return [];
      const replayed = await replayFile(file, planned, { fixtures, client: "http", makeTransport, signal });
      const [verdict] = judgeAll(replayed?.transcripts ?? [], { targets, scenarios });
      return verdict === undefined
        ? []
        : [{ name: basename(name, ".har"), file: `${folderName}/${name}`, note: noteOf(meta), verdict }];
    }),
  );
  return found.flat();
}

function noteOf({ note }: HarMeta): string {
  return note ?? "no note";
}
