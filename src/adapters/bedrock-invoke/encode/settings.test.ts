import { expect, test } from "vitest";
import { encoded, idsOf, settings, user, write } from "../../../../test/support/invoke-encoding.js";

test.each([
  [
    "anthropic",
    { max_tokens: 64, temperature: 0.5, top_p: 0.9, top_k: 20, stop_sequences: ["END"] },
    ["seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "moonshot",
    { max_tokens: 64, temperature: 0.5, top_p: 0.9, stop: ["END"] },
    ["topK", "seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "mistral-chat",
    { max_tokens: 64, temperature: 0.5, top_p: 0.9, stop: ["END"] },
    ["topK", "seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "mistral-text",
    { max_tokens: 64, temperature: 0.5, top_p: 0.9, top_k: 20, stop: ["END"] },
    ["seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "llama",
    { max_gen_len: 64, temperature: 0.5, top_p: 0.9 },
    ["topK", "seed", "presencePenalty", "frequencyPenalty", "stopSequences"],
  ],
  [
    "deepseek-r1",
    { max_tokens: 64, temperature: 0.5, top_p: 0.9, stop: ["END"] },
    ["topK", "seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "deepseek-v3",
    { max_tokens: 64, temperature: 0.5, top_p: 0.9, stop: ["END"] },
    ["topK", "seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "titan",
    { textGenerationConfig: { maxTokenCount: 64, temperature: 0.5, topP: 0.9, stopSequences: ["END"] } },
    ["topK", "seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "nova",
    { inferenceConfig: { maxTokens: 64, temperature: 0.5, topP: 0.9, topK: 20, stopSequences: ["END"] } },
    ["seed", "presencePenalty", "frequencyPenalty"],
  ],
  [
    "gpt-oss",
    {
      max_completion_tokens: 64,
      temperature: 0.5,
      top_p: 0.9,
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      stop: ["END"],
    },
    ["topK"],
  ],
  [
    "cohere",
    {
      max_tokens: 64,
      temperature: 0.5,
      p: 0.9,
      k: 20,
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      stop_sequences: ["END"],
    },
    [],
  ],
  [
    "ai21",
    { max_tokens: 64, temperature: 0.5, top_p: 0.9, presence_penalty: 0.1, frequency_penalty: 0.2, stop: ["END"] },
    ["topK", "seed"],
  ],
])("R27 R28 %s: every setting stands in its own member or is a warning", (family, members, missing) => {
  const written = encoded(family, { messages: [user("Hi")], ...settings });
  expect(written.body).toMatchObject(members);
  expect(idsOf(written, "setting-dropped")).toEqual(missing);
});

test.each([
  ["faithful", 1.7, "limit-exceeded"],
  ["repair", 1, "temperature-clamped"],
] as const)("R25 %s: a temperature above the family's limit is sent as %s, with a warning", (policy, sent, id) => {
  const written = encoded("nova", { messages: [user("Hi")], temperature: 1.7 }, { policy });
  expect(written.body).toMatchObject({ inferenceConfig: { temperature: sent } });
  expect(idsOf(written, id)).toEqual(["temperature"]);
});

test.each([
  ["faithful", { temperature: 0.2, top_p: 0.9 }, "limit-exceeded"],
  ["repair", { temperature: 0.2 }, "top-p-dropped"],
] as const)("R26 %s: temperature and top-p together where the target refuses both", (policy, sent, id) => {
  const request = { messages: [user("Hi")], temperature: 0.2, topP: 0.9, maxOutputTokens: 9 };
  const written = encoded("anthropic", request, { policy, quirks: { temperatureOrTopP: true } });
  const { temperature, top_p } = written.body;
  expect({ temperature, ...(top_p === undefined ? {} : { top_p }) }).toEqual(sent);
  expect(idsOf(written, id)).toEqual(["topP"]);
});

test.each([
  ["faithful", ["", "END"], "limit-exceeded"],
  ["repair", ["END"], "empty-stop-dropped"],
] as const)("R27 %s: an empty stop sequence", (policy, sent, id) => {
  const written = encoded("mistral-text", { messages: [user("Hi")], stopSequences: ["", "END"] }, { policy });
  expect(written.body["stop"]).toEqual(sent);
  expect(idsOf(written, id)).toEqual(["stopSequences"]);
});

test("R27 moonshot takes no stop: sent with a warning under faithful, refused by name under repair", () => {
  const request = { messages: [user("Hi")], stopSequences: ["END"] };
  expect(idsOf(encoded("moonshot", request), "limit-exceeded")).toEqual(["stopSequences"]);
  expect(write("moonshot", request, { policy: "repair" })).toMatchObject({ kind: "refused", field: "stopSequences" });
});

test.each([
  [
    "anthropic",
    null,
    { mode: "on", effort: null, budgetTokens: 2000 },
    { thinking: { type: "enabled", budget_tokens: 2000 } },
    [],
  ],
  ["anthropic", null, { mode: "off", effort: null, budgetTokens: null }, { thinking: { type: "disabled" } }, []],
  [
    "anthropic",
    null,
    { mode: "on", effort: "high", budgetTokens: null },
    { thinking: { type: "enabled", budget_tokens: 1024 } },
    ["setting-dropped", "budget-defaulted"],
  ],
  ["gpt-oss", null, { mode: "on", effort: "low", budgetTokens: null }, { reasoning_effort: "low" }, []],
  [
    "moonshot",
    "moonshot-thinking",
    { mode: "off", effort: null, budgetTokens: null },
    { thinking: { type: "disabled" } },
    [],
  ],
  ["moonshot", null, { mode: "off", effort: null, budgetTokens: null }, {}, ["setting-dropped"]],
  [
    "nova",
    null,
    { mode: "on", effort: "medium", budgetTokens: null },
    { inferenceConfig: { reasoningConfig: { type: "enabled", maxReasoningEffort: "medium" } } },
    [],
  ],
  ["llama", null, { mode: "on", effort: "low", budgetTokens: null }, {}, ["setting-dropped"]],
  ["llama", null, { mode: "default", effort: null, budgetTokens: null }, {}, []],
] as const)(
  "R33 %s with dialect %s asks for reasoning in its own words: %j",
  (family, reasoningDialect, reasoning, members, warned) => {
    const request = { messages: [user("Hi")], reasoning, maxOutputTokens: family === "anthropic" ? 4000 : null };
    const written = encoded(family, request, { quirks: { reasoningDialect } });
    expect(written.body).toMatchObject(members);
    for (const member of ["thinking", "reasoning_effort", "inferenceConfig"]) {
      expect(member in written.body).toBe(member in members);
    }
    expect(written.warnings.map((warning) => warning.id)).toEqual(warned);
  },
);

test("R33 repair: a thinking budget below the least is raised, with a warning", () => {
  const request = {
    messages: [user("Hi")],
    reasoning: { mode: "on", effort: null, budgetTokens: 5 },
    maxOutputTokens: 4000,
  } as const;
  const written = encoded("anthropic", request, { policy: "repair" });
  expect(written.body["thinking"]).toEqual({ type: "enabled", budget_tokens: 1024 });
  expect(idsOf(written, "budget-clamped")).toEqual(["reasoning.budgetTokens"]);
});

test("R24 anthropic needs a limit: repair sends one and says so, faithful leaves the refusal to the service", () => {
  const request = { messages: [user("x")] };
  expect(encoded("anthropic", request).body["max_tokens"]).toBeUndefined();
  const repaired = encoded("anthropic", request, { policy: "repair" });
  expect(repaired.body["max_tokens"]).toBe(4096);
  expect(idsOf(repaired, "limit-required")).toEqual(["maxOutputTokens"]);
});

const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const jsonSchema = { type: "json_schema", json_schema: { name: "place", schema, strict: true } };

test.each([
  ["anthropic", { output_config: { format: { type: "json_schema", schema } } }],
  ["moonshot", { response_format: jsonSchema }],
  ["gpt-oss", { response_format: jsonSchema }],
  ["ai21", { response_format: jsonSchema }],
  ["nova", null],
  ["titan", null],
  ["llama", null],
  ["cohere", null],
])("R34 %s: the response format stands in its own member or is a warning", (family, expected) => {
  const written = encoded(family, {
    messages: [user("Where?")],
    responseFormat: { kind: "json-schema", name: "place", schema, strict: true },
  });
  if (expected !== null) expect(written.body).toMatchObject(expected);
  else expect(JSON.stringify(written.body)).not.toContain("place");
  expect(idsOf(written, "setting-dropped")).toEqual(expected === null ? ["responseFormat"] : []);
});

test.each(["anthropic", "nova", "llama", "titan", "cohere", "deepseek-r1", "mistral-text"])(
  "R34 %s: a JSON object is asked for by an instruction in front under repair, and is a warning under faithful",
  (family) => {
    const request = {
      messages: [user("Where?")],
      responseFormat: { kind: "json-object" },
      maxOutputTokens: 9,
    } as const;
    const repaired = encoded(family, request, { policy: "repair" });
    expect(JSON.stringify(repaired.body)).toMatch(/Reply with one JSON object.*(?:Where|$)/);
    expect(repaired.warnings.map(({ id, field }) => `${id} ${field}`)).toEqual(["json-instructed responseFormat"]);
    const faithful = encoded(family, request);
    expect(JSON.stringify(faithful.body)).not.toContain("JSON");
    expect(idsOf(faithful, "setting-dropped")).toEqual(["responseFormat"]);
  },
);

test.each(["moonshot", "mistral-chat", "deepseek-v3", "gpt-oss", "ai21"])(
  "R34 %s: a JSON object is asked for by the body's own member under either policy",
  (family) => {
    for (const policy of ["repair", "faithful"] as const) {
      const written = encoded(
        family,
        { messages: [user("Where?")], responseFormat: { kind: "json-object" } },
        { policy },
      );
      expect(written.body["response_format"]).toEqual({ type: "json_object" });
      expect(written.warnings).toEqual([]);
    }
  },
);

test.each(["nova", "llama", "titan", "cohere", "deepseek-r1", "mistral-text"])(
  "R34 %s: a schema that the body cannot carry is part of the instruction under repair",
  (family) => {
    const responseFormat = { kind: "json-schema", name: "place", schema, strict: true } as const;
    const request = { messages: [user("Where?")], responseFormat, maxOutputTokens: 9 };
    const repaired = encoded(family, request, { policy: "repair" });
    expect(JSON.stringify(repaired.body).replaceAll("\\", "")).toContain(`JSON Schema: ${JSON.stringify(schema)}`);
    expect(repaired.warnings.map(({ id, field }) => `${id} ${field}`)).toEqual(["json-instructed responseFormat"]);
  },
);
