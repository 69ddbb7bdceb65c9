import { deflateRawSync } from "node:zlib";
import { seededRandom } from "../../src/chat/seeded-random.js";
import { markupText } from "../../src/report/html/markup/html.js";
import { trialHtml } from "../../src/report/html/trial/trial-html.js";
import type { SheetCell } from "../../src/report/sheet/sheet.js";
import type { TrialEvidence } from "../../src/report/sheet/trial-evidence.js";

/** A trial of each cell whose body does not compress, for as many cells as take `budget` characters in a page. `length`: of the body; default 4,000. */
export function noisyTrials(
  cells: readonly SheetCell[],
  { budget, length = 4000 }: { readonly budget: number; readonly length?: number },
): readonly TrialEvidence[] {
  const random = seededRandom(5);
  const trials: TrialEvidence[] = [];
  let size = 0;
  for (const cell of cells) {
    const trial = trialOf(cell, Array.from({ length }, () => Math.floor(36 * random()).toString(36)).join(""));
    const page = markupText(trialHtml(trial, { cell: (id) => `#${id}`, trial: () => null }));
    size += Math.ceil(deflateRawSync(page).length / 3) * 4;
    if (size > budget) break;
    trials.push(trial);
  }
  return trials;
}

function trialOf({ id, target, scenario }: SheetCell, noise: string): TrialEvidence {
  const bodyOf = (text: string): TrialEvidence["exchanges"][number]["body"] => ({
    ...{ kind: "text", sizeBytes: text.length, sha256: noise.slice(0, 64) },
    pieces: [{ offset: 0, data: Buffer.from(text).toString("base64") }],
  });
  return {
    ...{ cell: id, target, scenario, trial: 1, outcome: "bad", reason: null, reasonText: null, upstream: null },
    ...{ source: "live", recordedAt: "2026-11-20T02:00:00.000Z", isWithheld: false, findings: [], notReached: [] },
    ...{ control: null, views: [] },
    commands: [{ name: "show", about: "see its bytes", text: `llm-parity show ${id} --trial 1`, why: null }],
    exchanges: [
      {
        ...{ step: "answer", attempt: 1, number: 0, startedAt: null, method: "POST", url: "https://api.example/v1" },
        ...{ request: bodyOf("{}"), body: bodyOf(JSON.stringify({ text: noise })), status: 200, requestId: null },
        ...{ contentType: "application/json", end: "eof", error: null, chunks: [], firstByteMs: 10, totalMs: 20 },
        ...{ eventCount: 0, events: [], endMarks: [], reply: null },
      },
    ],
  };
}
