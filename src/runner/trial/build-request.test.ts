import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { messagesTarget } from "../../../test/support/messages-encode.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { loadScenarioFile } from "../../scenario/load-scenarios.js";
import { SourceError } from "../../source/source-error.js";
import { buildRequest } from "./build-request.js";

function loaded(betas: string, ofStep = "") {
  const file = join(temporaryFolder(), "ask.yaml");
  writeFileSync(
    file,
    `id: ask
version: 1
title: Ask
settings: { maxOutputTokens: 9, temperature: null, topP: null, reasoning: null${betas} }
steps:
  - { id: one, say: Hi, expect: [{ noCalls: true }], example: { text: Hello } }
  - { id: two, say: Again, expect: [{ noCalls: true }], example: { text: Hello }${ofStep} }
`,
  );
  return loadScenarioFile(file);
}

const extras = (...written: Parameters<typeof loaded>) => {
  const scenario = loaded(...written);
  return scenario.steps.map((step) => buildRequest({ scenario, step, target: messagesTarget(), messages: [] }).extra);
};

test("betas of a scenario are an extra member of each request, and a step may name others or none", () => {
  expect(extras(", betas: [b-1]")).toEqual([{ anthropic_beta: ["b-1"] }, { anthropic_beta: ["b-1"] }]);
  expect(extras(", betas: [b-1]", ", settings: { betas: null }")).toEqual([{ anthropic_beta: ["b-1"] }, {}]);
  expect(extras("", ", settings: { betas: [b-2] }")).toEqual([{}, { anthropic_beta: ["b-2"] }]);
});

test("a name that is no beta's is a mistake in the file, with its place", () => {
  const mistake = (betas: string) => {
    try {
      loaded(`, betas: ${betas}`);
    } catch (error) {
      if (error instanceof SourceError) return error.message;
      throw error;
    }
    return "accepted";
  };
  expect(mistake('["a,b"]')).toContain("write the name of a beta");
  expect(mistake("[]")).toContain("betas");
});
