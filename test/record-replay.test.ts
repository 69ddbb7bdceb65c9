import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../src/chat/api.js";
import { planRun } from "../src/runner/plan.js";
import type { ServedSimulator } from "../src/simulator/serve.js";
import type { Transcript } from "../src/transcript/transcript.js";
import type { Verdict } from "../src/verdict/verdict.js";
import { clientDifferences, replayed, replayLanes, verdictsOf } from "./support/replay.js";
import { catalog, scenarios } from "./support/repository.js";
import { recordRun, serveProfile } from "./support/simulated-run.js";
import { temporaryFolder } from "./support/temporary-folder.js";

/** One target of each of the six wire APIs, all serving the same model. */
const targetIds = [
  "kimi-k2.5/openrouter/chat-completions",
  "kimi-k2.5/openrouter/chat-completions-stream",
  "kimi-k2.5/bedrock/converse",
  "kimi-k2.5/bedrock/converse-stream",
  "kimi-k2.5/bedrock/invoke-model",
  "kimi-k2.5/bedrock/invoke-model-stream",
];

const targets = catalog.targets.filter(({ id }) => targetIds.includes(id));
/** The core of every suite; the others are asked in `full-suite.test.ts`. */
const core = scenarios.filter(({ tags }) => tags.includes("core"));
const { cases } = planRun({ scenarios: core, targets, trials: 1 });

type Seen = { readonly observed: string; readonly findings: readonly string[] };

const fine: Seen = { observed: "ok", findings: [] };

/** What each profile promises, by scenario and wire API. */
const expectations: { readonly [profile: string]: (scenario: string, api: string) => Seen } = {
  default: () => fine,
  kimi: (scenario, api) => (api.startsWith("chat-completions") ? fine : kimiOnBedrock(scenario)),
};

/** The profile's words in brackets. */
function kimiOnBedrock(scenario: string): Seen {
  switch (scenario) {
    // Nothing in the history yet.
    case "basic-chat":
    case "tool-call":
      return fine;
    // "Silence when the history holds a call under a foreign id": callSF001 is one, whatever the API.
    case "response-after-tool":
      return { observed: "bad", findings: ["empty-reply (silent)"] };
    // functions.get_weather:0 is its own form. "After a tool result [reasoning] as <think> … </think> inside the text":
    // a note, since the answer is there.
    case "response-after-native-id":
      return { observed: "ok", findings: ["think-tag-in-text (closed)"] };
    // The service's own ids go back, so no silence. The empty text blocks that come around a call in ConverseStream stay
    // out of the history (the turn says so): put back, the service would refuse the blank text that it sent itself.
    case "response-after-own-call":
    case "multi-step":
      return { observed: "ok", findings: ["think-tag-in-text (closed)"] };
    default:
      throw new Error(`no expectation is written for ${scenario}`);
  }
}

const inSanFrancisco =
  "The current weather in San Francisco is:\n- Temperature: 65°F\n- Conditions: Sunny\n- Humidity: 55%";

/** The last visible text of a good run; a run that ends with a call has none. */
const texts: { readonly [scenario: string]: string } = {
  "basic-chat": "42",
  "tool-call": "",
  "response-after-tool": inSanFrancisco,
  "response-after-native-id": inSanFrancisco,
  "response-after-own-call": inSanFrancisco,
  "multi-step": "Mira Okafor's booking is in Lisbon. The weather there is 71°F and windy.",
};

test("six APIs and every core scenario are asked", () => {
  expect(new Set(targets.map(({ api }) => api)).size).toBe(6);
  expect(core.map(({ id }) => id)).toEqual([
    "basic-chat",
    "multi-step",
    "response-after-native-id",
    "response-after-own-call",
    "response-after-tool",
    "tool-call",
  ]);
  expect(cases.filter(({ skip }) => skip !== null)).toEqual([]);
});

describe.each(["default", "kimi"])("profile %s", (profile) => {
  let served: ServedSimulator;
  beforeAll(async () => {
    served = await serveProfile(profile);
  });

  describe.each<Client>(["sdk", "http"])("recorded over loopback HTTP with client %s", (client) => {
    let fixtures = "";
    let recorded: readonly Transcript[] = [];
    beforeAll(async () => {
      fixtures = temporaryFolder();
      recorded = await recordRun(cases, { url: served.url, client, fixtures });
    });

    test.each(cases.map(({ target, scenario }) => ({ api: target.api, scenario: scenario.id, target: target.id })))(
      "$scenario over $api is what the profile makes of it",
      ({ api, scenario, target }) => {
        const found = verdictsOf(cases, { transcripts: recorded }).filter(
          ({ cell }) => cell.target === target && cell.scenario === scenario,
        );
        expect(found.map(seen)).toEqual([expectations[profile]?.(scenario, api)]);
      },
    );

    test("a reply that is ok says what the scenario's example says", () => {
      for (const { cell, observed, sampleText } of verdictsOf(cases, { transcripts: recorded })) {
        if (observed === "ok") expect(sampleText, cell.scenario).toContain(texts[cell.scenario]);
      }
    });

    test.each(replayLanes)("replays with client %s to the same verdicts and texts", async (lane) => {
      const { verdicts, leftovers, transcripts } = await replayed(cases, { fixtures, lane });
      expect(leftovers).toEqual([]);
      expect(clientDifferences({ transcripts })).toEqual([]);
      expect(readings(verdicts)).toEqual(readings(verdictsOf(cases, { transcripts: recorded })));
    });
  });
});

function seen({ observed, findings }: Verdict): Seen {
  return { observed, findings: findings.map(({ id, cause }) => (cause === null ? id : `${id} (${cause})`)) };
}

/** What a verdict says of the reply, without who read it: every cell, in one order. */
function readings(verdicts: readonly Verdict[]) {
  return verdicts
    .map(({ cell, observed, reason, reasonText, findings, sampleText, trials, judged }) => ({
      cell: `${cell.target} ${cell.scenario}`,
      observed,
      reason,
      reasonText,
      findings: findings.map(({ id, cause, severity, seen, step }) => ({ id, cause, severity, seen, step })),
      text: sampleText,
      trials: { ok: trials.ok, bad: trials.bad, excluded: trials.excluded },
      // Of each trial: a cell of authored bytes names none.
      named: judged.map(({ upstream, requestIds }) => ({ upstream, requestIds })),
    }))
    .sort((a, b) => (a.cell < b.cell ? -1 : 1));
}
