import { anthropicTwin } from "./anthropic.js";
import { awsCliTwin } from "./aws-cli.js";
import { boto3Twin } from "./boto3.js";
import { curlTwin } from "./curl.js";
import { openaiTwin } from "./openai.js";
import { sdkTwin } from "./sdk.js";
import type { SharedFile, Twin, TwinFiles, TwinOrder, TwinRequest } from "./twin.js";
import { unsafeIn, unsafeOrder } from "./validate.js";

/** Every way to ask again, in the order of the pages. A new one is a file and a line. */
const twins: readonly Twin[] = [curlTwin, awsCliTwin, sdkTwin, openaiTwin, anthropicTwin, boto3Twin];

type Refusal = TwinFiles["refused"][number];
type TwinFile = TwinFiles["files"][number];

/**
 * The scripts with which a vendor's engineer asks the two requests of a bundle again, and sees the symptom. They read
 * `requests/<name>.json`, and nothing of a model, a scenario or a header stands in them. A request with a text that could be more
 * than itself in a script is not asked by any twin. `refused` names what is missing; with nothing to ask, a twin is left out.
 */
export function twinsOf(order: TwinOrder): TwinFiles {
  const unsafe = unsafeOrder(order) ?? reasonOf(order.failing, unsafeIn(order.failing));
  if (unsafe !== null) return { files: [], refused: twins.map(({ file }) => ({ twin: file, reason: unsafe })) };
  const made = twins.map((twin) => makeTwin(twin, order));
  const shared = new Set(made.flatMap(({ script }) => (script === null ? [] : script.shares)));
  return {
    files: [
      ...made.flatMap(({ script }) => (script === null ? [] : [script.file])),
      ...[...shared].map((one) => sharedFile(one, order)),
    ],
    refused: made.flatMap(({ refused }) => refused),
  };
}

type Made = {
  readonly script: { readonly file: TwinFile; readonly shares: readonly SharedFile[] } | null;
  readonly refused: readonly Refusal[];
};

function makeTwin(twin: Twin, order: TwinOrder): Made {
  const requests = [order.failing, ...(order.working === null ? [] : [order.working])];
  const judged = requests.map((request) => ({
    request,
    reason: reasonOf(request, unsafeIn(request) ?? unsayable(twin, request) ?? twin.cannot(request, order.symptom)),
  }));
  const refused = judged.flatMap(({ reason }) => (reason === null ? [] : [{ twin: twin.file, reason }]));
  const asked = judged.flatMap(({ request, reason }) => (reason === null ? [request] : []));
  if (asked.length === 0) return { script: null, refused };
  const { repeat, demo } = order;
  const file = `${demo === null ? "" : "demo-"}${twin.file}`;
  const text = twin.write({ asked, file, word: order.symptom.toUpperCase(), repeat, demo });
  const head = `#!/usr/bin/env ${twin.interpreter}\n${demoComment(twin.file, order)}`;
  return { script: { file: { path: `twins/${file}`, text: head + text }, shares: twin.shares }, refused };
}

/** Why a twin cannot send what a scenario changed on the wire; null: it can. */
function unsayable({ file }: Twin, { changed }: TwinRequest): string | null {
  if (changed === "key") return "it was sent with a credential that no service knows; a script sends its reader's own";
  return changed === undefined || file === curlTwin.file
    ? null
    : "a client would correct its body, and curl.sh sends the bytes as they are";
}

function sharedFile({ file, text }: SharedFile, order: TwinOrder): TwinFile {
  return { path: `twins/shared/${file}`, text: demoComment(file, order) + text };
}

function demoComment(file: string, { demo }: TwinOrder): string {
  return demo === null ? "" : `${file.endsWith(".mjs") ? "//" : "#"} ${demo}\n`;
}

function reasonOf({ name }: TwinRequest, reason: string | null): string | null {
  return reason === null ? null : `the ${name} request: ${reason}`;
}
