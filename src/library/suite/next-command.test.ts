import { expect, test } from "vitest";
import type { Target } from "../../chat/target.js";
import { loadModels } from "../../scenario/load-models.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import { openShelf } from "../scenario-shelf.js";
import { nextCommand } from "./next-command.js";

const catalog = loadModels("scenarios/models.yaml");
const suite = catalog.suites.find(({ name }) => name === "current");
const loose = "kimi-k2.5/openrouter/chat-completions";
const pin = "openrouter/chat-completions:moonshotai/kimi-k2.5@";

async function asked(targets: readonly Target[], attribution: Partial<Attribution>, cell = loose) {
  if (suite === undefined) throw new Error("there is no suite current");
  const shelf = await openShelf("scenarios", suite.scenarioTags);
  const known = { party: "undetermined", missing: [], ...attribution } as unknown as Attribution;
  return nextCommand(
    { client: "sdk", trials: 10 },
    {
      cell: { model: "kimi-k2.5", target: cell, scenario: "basic-chat" },
      attribution: known,
      refused: new Set(),
      choice: { catalog, known: [], suite, shelf, scenarios: [], targets },
      mode: "live",
    },
  );
}

const named = (...ids: readonly string[]) => catalog.targets.filter(({ id }) => ids.includes(id));
const control = { control: "the failing request itself, pinned to one upstream", tells: "shows it", calls: 9 };

test("a control that pins a gateway is asked of its pinned targets, in place of the unpinned one", async () => {
  const command = await asked(named(loose, "kimi-k2.5/bedrock/converse"), { missing: [{ ...control, pins: true }] });
  const targets = [...(command?.text ?? "").matchAll(/--target (\S+)/g)].map(([, id]) => id);
  expect(targets).toHaveLength(2);
  expect(targets).not.toContain(loose);
  expect(targets[0]).toContain("moonshotai");
  expect(command?.price).toMatch(/^20 calls, /);
  expect(command).not.toHaveProperty("byHand");
});

test("where no target pins it, it is said which words of the command pin it", async () => {
  const [first] = named(loose);
  if (first === undefined) throw new Error(`there is no target ${loose}`);
  const typed = { ...first, providerModelId: "vendor/model", id: "kimi-k2.5/openrouter/typed" };
  const command = await asked([typed], { missing: [{ ...control, pins: true }] }, typed.id);
  expect(command?.text).toContain(`--target ${typed.id}`);
  expect(command?.byHand).toBe(
    `It does not pin openrouter yet: replace ${typed.id} with openrouter/chat-completions:vendor/model@UPSTREAM, where UPSTREAM is the slug of one that serves the model.`,
  );
});

test("a control without a pin is asked where the failing request was", async () => {
  const command = await asked(named(loose, "kimi-k2.5/bedrock/converse"), { missing: [control] });
  expect(command?.text).toContain(`--target ${loose} `);
  expect(command?.text).not.toContain(pin);
  expect(command).not.toHaveProperty("byHand");
});
