import type { Sheet, SheetCell } from "../../src/report/sheet/sheet.js";
import type { Attribution } from "../../src/verdict/attribution/attribution.js";
import { cellNight, emptyReply, failingCell, quietNight, sheetCell, sheetOf, trialsOf } from "../samples/sheets.js";

/** A sheet with the text in every name and in everything that a service, a model or a person may write: a failing, a refused and a good cell. */
export function hostileSheet(text: string): Sheet {
  const name = text === "" ? "x" : text;
  const place = { model: name, column: name, target: name, providerModelId: text, region: text, upstreamPin: text };
  const said = {
    command: text,
    file: text,
    requestIds: [text, text],
    upstreams: [{ name: text, ok: 1, eligible: 12 }],
  };
  const cell = (change: Partial<SheetCell>) => sheetCell({ ...place, ...said, ...change });
  const findings = [{ ...emptyReply, seen: text, step: text, rule: { severity: "must", source: text, date: text } }];
  const cells = [
    failingCell({
      ...place,
      ...said,
      id: name,
      scenario: name,
      findings,
      attribution: attribution(text),
      night: night(text),
    }),
    cell({
      id: `${name}/2`,
      scenario: `${name}2`,
      known: { state: "expected", bugs: [text] },
      observed: "bad",
      claim: "fail",
    }),
    cell({
      id: `${name}/3`,
      scenario: `${name}3`,
      observed: "blocked",
      claim: null,
      reason: text,
      reasonText: text,
      trials: trialsOf(0, 0),
    }),
    cell({ id: `${name}/4`, scenario: `${name}4`, client: text }),
  ];
  return sheetOf(cells, {
    name: text,
    notice: text,
    stopped: text,
    columns: [{ id: name, provider: text, api: text, detail: text }],
    messages: ["one unexpected cell", text],
    night: { ...quietNight, id: text, columns: [text] },
    made: {
      ...sheetOf([]).made,
      command: text,
      run: name,
      commit: text,
      versions: { [name]: text, "llm-parity": text },
    },
  });
}

function night(text: string): SheetCell["night"] {
  return { ...cellNight("suspicious"), since: [text], lastGood: text, changed: text };
}

function attribution(text: string): Attribution {
  return {
    ...{ party: "undetermined", standing: null, leans: null, rule: "none", mark: null, decides: null, sentence: text },
    ...{ for: [text], against: [text], exonerated: [], missing: [], controls: [] },
  };
}
