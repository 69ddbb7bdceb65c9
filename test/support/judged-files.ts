import { judgeRecordings } from "../../src/library/recordings/judge-recordings.js";
import type { ExchangeResult, ObservedResults } from "../../src/verdict/matrix/results-schema.js";
import { workFolder } from "./work-folder.js";

/** What `judge` says about files that are written to a folder; content is included. Files are named as given. */
export async function judgedFiles(files: { readonly [file: string]: string | Uint8Array }): Promise<ObservedResults> {
  const folder = workFolder(files);
  const results = await judgeRecordings(folder.path, { includeContent: true });
  const below = (text: string) => text.replaceAll(`${folder.path}/`, "");
  return {
    ...results,
    exchanges: results.exchanges.map((one) => ({ ...one, file: below(one.file) })),
    read: { ...results.read, damaged: results.read.damaged.map(below) },
  };
}

/** One line for each exchange: `<provider> <api> <model> <shape>: <observed> <finish> <findings>`; notes are left out. */
export function summaryOf({ exchanges }: Pick<ObservedResults, "exchanges">): readonly string[] {
  return exchanges.map(lineOf);
}

function lineOf({ provider, api, model, shape, observed, finish, findings, reason }: ExchangeResult): string {
  const bad = findings.filter(({ severity }) => severity === "bad").map(({ id, cause }) => `${id}(${cause})`);
  return [`${provider} ${api} ${model} ${shape}:`, observed, reason ?? finish?.raw ?? "-", ...bad].join(" ");
}
