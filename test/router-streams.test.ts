import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { type Ending, type Script, says, scripted, thinks, thinksAndSays } from "./router-streams/scripted-service.js";
import { post, seen } from "./router-streams/seen.js";

const whole = { stream: false };
const changed = (outcome: string) => `llm-parity a=${outcome}; asks b`;
const outcomes: { readonly [Kind in Ending]: string } = {
  ...{ nothing: "empty", cut: "truncated", stall: "timeout", failure: "unavailable" },
};

describe("a model thinks, and then", () => {
  describe.each(Object.keys(outcomes) as Ending[])("%s comes", (ending) => {
    const outcome = outcomes[ending];

    test("held: the client never learns of it, and the next model answers", async () => {
      const { url, asked } = await scripted({ a: [thinks(ending)], b: [says("42")] }, { guard: "hold" });
      expect(await seen(await post(url))).toEqual({
        ...{ status: 200, attempts: `a=${outcome}, b=answered`, model: "b", text: "42", thoughts: "" },
        ...{ finishes: ["stop"], errors: [], comments: [] },
      });
      expect(asked()).toEqual(["a", "b"]);
    });

    test("early: the reasoning is there, and the next model goes on in the same stream", async () => {
      const { url, asked, bodies } = await scripted({ a: [waitsBefore(ending)], b: [thinksAndSays] });
      expect(await seen(await post(url))).toEqual({
        ...{ status: 200, attempts: "a=begun", model: "a", text: "42", thoughts: "Hm. I see.Hm." },
        ...{ finishes: ["stop"], errors: [], comments: [changed(outcome)] },
      });
      expect(asked()).toEqual(["a", "b"]);
      expect(bodies()[1]?.messages).toEqual(bodies()[0]?.messages);
    });

    test("early, and no model is left: the stream ends with an error", async () => {
      const { url } = await scripted({ a: [waitsBefore(ending)] });
      const code = { nothing: "empty_reply", cut: "upstream_truncated", stall: "upstream_timeout" };
      expect(await seen(await post(url))).toMatchObject({
        ...{ status: 200, text: "", thoughts: "Hm. I see.", finishes: [], comments: [] },
        errors: [ending === "failure" ? "upstream_unavailable" : code[ending]],
      });
    });

    test("off: the reply is that model's, as it is", async () => {
      const { url, asked } = await scripted({ a: [waitsBefore(ending)], b: [says("42")] }, { guard: "off" });
      const isEnd = ending === "nothing";
      expect(await seen(await post(url))).toMatchObject({
        ...{ status: 200, attempts: "a=answered", model: "a", text: "", thoughts: "Hm. I see." },
        ...{ finishes: isEnd ? ["stop"] : [], comments: [] },
      });
      expect(asked()).toEqual(["a"]);
    });

    test.each(["hold", "early"])("whole (%s): the next model answers", async (guard) => {
      const { url, asked } = await scripted({ a: [thinks(ending)], b: [thinksAndSays] }, { guard });
      const kind = ending === "failure" ? "unavailable" : outcome;
      expect(await seen(await post(url, whole))).toMatchObject({
        ...{
          status: 200,
          attempts: `a=${kind}, b=answered`,
          model: "b",
          text: "42",
          thoughts: "Hm.",
          finishes: ["stop"],
        },
      });
      expect(asked()).toEqual(["a", "b"]);
    });

    test("whole (off): a blank reply is one, any other is asked of the next model", async () => {
      const { url, asked } = await scripted({ a: [thinks(ending)], b: [thinksAndSays] }, { guard: "off" });
      const isEnd = ending === "nothing";
      const found = await seen(await post(url, whole));
      expect(found).toMatchObject({
        status: 200,
        model: isEnd ? "a" : "b",
        text: isEnd ? "" : "42",
        finishes: ["stop"],
      });
      expect(asked()).toEqual(isEnd ? ["a"] : ["a", "b"]);
    });
  });

  test.each(["hold", "early", "off"])("an answer comes (%s): it is the model's own", async (guard) => {
    const { url, asked } = await scripted({ a: [thinksAndSays], b: [says("43")] }, { guard });
    for (const body of [{}, whole]) {
      expect(await seen(await post(url, body))).toEqual({
        ...{ status: 200, attempts: "a=answered", model: "a", text: "42", thoughts: "Hm." },
        ...{ finishes: ["stop"], errors: [], comments: [] },
      });
    }
    expect(asked()).toEqual(["a", "a"]);
  });
});

/** Thinks, and ends only once the reasoning has gone out: what comes at once could be held unnoticed. */
function waitsBefore(ending: Ending): Script {
  const { deltas } = thinks(ending) as Extract<Script, { deltas: unknown }>;
  return { deltas, ending, pauses: true };
}

test("a model is asked again, refused, and then the next one is asked, all in one stream", async () => {
  const { url, asked } = await scripted(
    { a: [waitsBefore("cut"), { refused: 400 }], b: [{ refused: 429 }], c: [says("42")] },
    { file: "reliability: { retries: 1, backoff_ms: 1, max_backoff_ms: 1 }" },
  );
  expect(await seen(await post(url))).toEqual({
    ...{
      status: 200,
      attempts: "a=begun",
      model: "a",
      text: "42",
      thoughts: "Hm. I see.",
      finishes: ["stop"],
      errors: [],
    },
    comments: [
      "llm-parity a=truncated; asks a again",
      "llm-parity a=invalid-request; asks b",
      "llm-parity b=throttled; asks b again",
      "llm-parity b=throttled; asks c",
    ],
  });
  expect(asked()).toEqual(["a", "a", "b", "b", "c"]);
});

test("the message that OpenAI's SDK puts together has the reasoning details of the model that finished alone", async () => {
  const signed = (text: string, signature: string, index: number) => ({
    reasoning_details: [{ type: "reasoning.text", text, signature, index }],
  });
  const { url, bodies } = await scripted({
    a: [{ deltas: [{ reasoning: "A." }, signed("A.", "sig-a", 0)], ending: "stall" }],
    b: [
      {
        deltas: [
          { reasoning: "B." },
          signed("B.", "sig-b", 0),
          { tool_calls: [{ index: 0, id: "c-1", type: "function", function: { name: "f", arguments: "{}" } }] },
        ],
        ending: "nothing",
      },
    ],
  });
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "unused", maxRetries: 0 });
  const stream = client.chat.completions.stream({ model: "a", messages: [{ role: "user", content: "x" }] });
  const message = await stream.finalMessage();
  expect(message).toMatchObject({
    ...{ role: "assistant", content: null },
    tool_calls: [{ id: "c-1", function: { name: "f", arguments: "{}" } }],
    reasoning_details: [{ type: "reasoning.text", text: "B.", signature: "sig-b" }],
  });
  expect(JSON.stringify(message)).not.toContain("sig-a");
  // The next turn has what the model that made the call must get back, and no signature of the other one.
  const result = { role: "tool", tool_call_id: "c-1", content: "ok" } as const;
  const next = client.chat.completions.stream({
    ...{ model: "b", messages: [{ role: "user", content: "x" }, message, result] },
  });
  await next.finalMessage();
  expect(bodies().at(-1)).toMatchObject({
    model: "b",
    messages: [{ role: "user" }, { role: "assistant", reasoning_details: [{ signature: "sig-b" }] }, { role: "tool" }],
  });
  expect(JSON.stringify(bodies().at(-1))).not.toContain("sig-a");
});

describe("thinking in tags and nothing else is no answer", () => {
  const tagged = (...pieces: readonly string[]): Script => says(...pieces);
  test.each(["hold", "early"])("%s: the next model is asked, streamed and whole", async (guard) => {
    const { url, asked } = await scripted(
      { a: [tagged(" <think> I won", "der. ", "</think>")], b: [says("42")] },
      { guard },
    );
    for (const body of [{}, whole]) {
      expect(await seen(await post(url, body))).toMatchObject({
        attempts: "a=empty, b=answered",
        text: "42",
        errors: [],
      });
    }
    expect(asked()).toEqual(["a", "b", "a", "b"]);
  });

  test("off: it is what the model said", async () => {
    const { url } = await scripted({ a: [tagged("<think>Hm.</think>")], b: [says("42")] }, { guard: "off" });
    for (const body of [{}, whole]) {
      expect(await seen(await post(url, body))).toMatchObject({ text: "<think>Hm.</think>", finishes: ["stop"] });
    }
  });

  test("an answer after it stays as it is, and with the model's quirk it is reasoning", async () => {
    const a = [tagged("<think>", "Hm.", "</think>\n\n", "42")];
    const plain = await scripted({ a });
    const apart = await scripted({ a }, { models: ", separate_thinking: true" });
    for (const body of [{}, whole]) {
      expect(await seen(await post(plain.url, body))).toMatchObject({ text: "<think>Hm.</think>\n\n42", thoughts: "" });
      expect(await seen(await post(apart.url, body))).toMatchObject({ text: "42", thoughts: "Hm." });
    }
  });

  test("whose opening tag is missing, the end of the stream is an error, and whole the next model answers", async () => {
    const { url } = await scripted({ a: [tagged("I won", "der.</think>")], b: [says("42")] });
    expect(await seen(await post(url))).toMatchObject({
      text: "I wonder.</think>",
      finishes: [],
      errors: ["reasoning_only"],
    });
    expect(await seen(await post(url, whole))).toMatchObject({ attempts: "a=empty, b=answered", text: "42" });
  });
});

describe("a call that is written as text is no answer to a request with tools", () => {
  const tool = (name: string) => ({ type: "function", function: { name, parameters: { type: "object" } } });
  const tools = [tool("get_tide")];
  const call = '<tool_call>\n{"name": "get_tide", "arguments": {"harbour": "Whitby"}}\n</tool_call>';

  test.each(["hold", "early"])("%s: the next model is asked, streamed and whole", async (guard) => {
    const { url } = await scripted({ a: [says(...call)], b: [says("42")] }, { guard });
    for (const body of [{}, whole]) {
      expect(await seen(await post(url, { ...body, tools }))).toMatchObject({
        attempts: "a=empty, b=answered",
        text: "42",
      });
    }
  });

  test("after words, the end of the stream is an error with its own code, and whole the next model answers", async () => {
    const { url, router } = await scripted({ a: [says("Let me look.\n", call)], b: [says("42")] });
    expect(await seen(await post(url, { tools }))).toMatchObject({
      ...{ text: `Let me look.\n${call}`, finishes: [], errors: ["tool_call_as_text"] },
    });
    expect(router.metrics.text()).toContain('llm_parity_attempts_total{model="a",outcome="empty"} 1');
    expect(await seen(await post(url, { ...whole, tools }))).toMatchObject({
      attempts: "a=empty, b=answered",
      text: "42",
    });
  });

  test.each([
    ["without tools", {}],
    ["with tools that may not be called", { tools, tool_choice: "none" }],
  ])("%s it is a text", async (_title, body) => {
    const { url } = await scripted({ a: [says(call)], b: [says("42")] });
    for (const more of [body, { ...body, ...whole }])
      expect(await seen(await post(url, more))).toMatchObject({ text: call });
  });

  test("off: it is a text", async () => {
    const { url } = await scripted({ a: [says(call)], b: [says("42")] }, { guard: "off" });
    expect(await seen(await post(url, { tools }))).toMatchObject({ text: call, finishes: ["stop"] });
  });

  test("a text that only begins like one goes out", async () => {
    const { url } = await scripted({ a: [says("<tool", "box> is a tag, and so is ", "<tool_call> in templates.")] });
    expect(await seen(await post(url, { tools }))).toMatchObject({
      ...{ text: "<toolbox> is a tag, and so is <tool_call> in templates.", finishes: ["stop"] },
    });
  });
});

describe("a stream that breaks after its first text", () => {
  test("is a failure: in the metric, in the log, and in the rest that the model gets", async () => {
    const half: Script = { deltas: [{ content: "half of it" }], ending: "cut" };
    const { url, router, lines } = await scripted(
      { a: [half], b: [says("42")] },
      { file: "reliability: { retries: 0, cooldown_failures: 2, cooldown_ms: 600000 }" },
    );
    const resting = async () => (await (await fetch(`${url}/metrics`)).text()).match(/^llm_parity_model_resting.*$/gm);
    for (let at = 0; at < 2; at += 1) {
      expect(await resting()).toEqual([
        `llm_parity_model_resting{model="a"} 0`,
        `llm_parity_model_resting{model="b"} 0`,
      ]);
      expect(await seen(await post(url))).toMatchObject({ text: "half of it", errors: ["upstream_truncated"] });
    }
    expect(router.metrics.text()).toContain('llm_parity_attempts_total{model="a",outcome="truncated"} 2');
    expect(router.metrics.text()).not.toContain('outcome="answered"');
    expect(await resting()).toEqual([`llm_parity_model_resting{model="a"} 1`, `llm_parity_model_resting{model="b"} 0`]);
    expect(lines.map((line) => line.slice(line.indexOf(" ") + 1))).toEqual(
      Array(2).fill("a: the reply broke after its answer had begun: truncated"),
    );
    expect(await seen(await post(url, { model: "auto" }))).toMatchObject({ model: "b", text: "42" });
  });

  test("by its client is none", async () => {
    const { url, router } = await scripted({ a: [{ deltas: [{ content: "half" }], ending: "nothing", pauses: true }] });
    const leaving = new AbortController();
    const response = await fetch(`${url}/v1/chat/completions`, {
      ...{ method: "POST", headers: { "content-type": "application/json" }, signal: leaving.signal },
      body: JSON.stringify({ model: "a", stream: true, messages: [{ role: "user", content: "x" }] }),
    });
    await response.body?.getReader().read();
    leaving.abort();
    await expect.poll(() => router.metrics.text()).toContain('outcome="aborted"} 1');
  });
});
