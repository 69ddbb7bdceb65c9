import { describe, expect, test } from "vitest";
import { wrongKeys } from "../../../chat/wire-change.js";
import { profileOf, requestFor, send, simulatorOf } from "../../simulated.fixture.js";
import type { ResponsesStyleName } from "./style.js";

/** A body or an event, read by hand. */
type Parsed = ReturnType<typeof JSON.parse>;

const reasoning = { text: "Let me think.", signed: true };
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

async function written(responses: ResponsesStyleName, api: "responses" | "responses-stream", faults: unknown[] = []) {
  const { body } = requestFor(api, "call");
  const { text } = await send(
    { path: "/v1/responses", body },
    simulatorOf(profileOf({ responses, reasoning, faults: faults as never })),
  );
  return text;
}

async function eventsOf(style: ResponsesStyleName): Promise<readonly Parsed[]> {
  const text = await written(style, "responses-stream");
  return text.split("\n").flatMap((line) => (line.startsWith("data: {") ? [JSON.parse(line.slice(6))] : []));
}

const whole = async (style: ResponsesStyleName): Promise<Parsed> => JSON.parse(await written(style, "responses"));

describe("Responses of other vendors, as recorded", () => {
  test("Azure judges prompt and completion where the reply is whole, and says null before", async () => {
    const [started, ...rest] = await eventsOf("azure");
    expect(started.response.content_filters).toBeNull();
    const filters: Parsed[] = rest.at(-1)?.response.content_filters;
    expect(filters.map(({ source_type, blocked }) => [source_type, blocked])).toEqual([
      ["prompt", false],
      ["completion", false],
    ]);
    expect((await whole("azure")).content_filters).toEqual(filters);
    expect(await whole("openai")).not.toHaveProperty("content_filters");
  });

  test("xAI's reply has a bare UUID for its id, its items their kind before one, and its errors two texts", async () => {
    const { id, output } = await whole("xai");
    expect(id).toMatch(new RegExp(`^${uuid}$`));
    expect(output.map((item: Parsed) => item.id.split("_")[0])).toEqual(["rs", "fc"]);
    for (const item of output) expect(item.id).toMatch(new RegExp(`^[a-z]+_${uuid}$`));
    expect(output[1].call_id).toMatch(new RegExp(`^call-${uuid}-0$`));
    const error = JSON.parse(await written("xai", "responses", [{ fault: "error-in-200" }]));
    expect(Object.keys(error)).toEqual(["code", "error"]);
    expect([typeof error.code, typeof error.error]).toEqual(["string", "string"]);
  });

  test("xAI refuses a wrong key with 400 and two texts, and a mistake in the same form", async () => {
    const { body } = requestFor("responses", "call");
    const key = [["authorization", `Bearer ${wrongKeys.bearer}`]] as const;
    const ask = async (responses: ResponsesStyleName, asked: object, headers?: typeof key) => {
      const request = { path: "/v1/responses", body: asked as never, ...(headers === undefined ? {} : { headers }) };
      const { status, text } = await send(request, simulatorOf(profileOf({ responses })));
      return [status, JSON.parse(text)];
    };
    expect(await ask("xai", body, key)).toEqual([
      400,
      {
        code: "invalid-argument",
        error: "Incorrect API key provided. You can obtain an API key from https://console.x.ai.",
      },
    ]);
    const [status, mistaken] = await ask("xai", { ...body, temperature: 9 });
    expect([status, mistaken.code, typeof mistaken.error]).toEqual([400, "invalid-argument", "string"]);
    expect(mistaken.error).toMatch(/'temperature'/);
    expect((await ask("openai", body, key))[0]).toBe(401);
  });

  test("DeepSeek has bare UUIDs for all ids, calls with two digits, and its reasoning as text", async () => {
    const { id, output, content_filters: filters } = await whole("deepseek");
    expect([id, ...output.map((item: Parsed) => item.id)].filter((one) => !new RegExp(`^${uuid}$`).test(one))).toEqual(
      [],
    );
    expect(output[0].content).toEqual([{ type: "reasoning_text", text: "Let me think." }]);
    expect(output[1].call_id).toMatch(/^call_00_[A-Za-z0-9]{24}$/);
    expect(filters).toBeNull();
    const types = (await eventsOf("deepseek")).map(({ type }) => type);
    expect(types).toContain("response.reasoning_text.delta");
    expect(types).not.toContain("response.reasoning_summary_text.delta");
  });

  test("Copilot's events have an id of their own each, of the reply and of every item, and the last one bills", async () => {
    const all = await eventsOf("copilot");
    const ids = all.flatMap(({ response, item, item_id }) => [response?.id, item?.id, item_id].filter(Boolean));
    expect(ids.length).toBe(all.length);
    expect(new Set(ids).size).toBe(ids.length);
    const output: Parsed[] = all.at(-1).response.output;
    expect(output.filter(({ id }) => ids.includes(id))).toEqual([]);
    const { token_details: details } = all.at(-1).copilot_usage;
    expect(details.map(({ token_type }: Parsed) => token_type)).toEqual([
      "input",
      "cache_read",
      "cache_write",
      "output",
    ]);
    expect(details[3].token_count).toBe(all.at(-1).response.usage.output_tokens);
  });

  test("LM Studio's call comes whole, without any delta, under an id of digits", async () => {
    const all = await eventsOf("lmstudio");
    const types = all.filter(({ output_index }) => output_index === 1).map(({ type }) => type);
    expect(types).toEqual([
      "response.output_item.added",
      "response.function_call_arguments.done",
      "response.output_item.done",
    ]);
    const { item } = all.find(({ type, output_index }) => type === "response.output_item.done" && output_index === 1);
    expect([item.id, item.call_id]).toEqual([
      expect.stringMatching(/^fc_[a-z0-9]{21}$/),
      expect.stringMatching(/^call_\d{16}$/),
    ]);
    expect(item.arguments).toBe('{"city":"SF"}');
  });

  test("the last event of Codex's backend has no items, which stand in their own events", async () => {
    const all = await eventsOf("codex");
    expect(all.at(-1).response).toMatchObject({ status: "completed", output: [] });
    const done = all.filter(({ type }) => type === "response.output_item.done").map(({ item }) => item.type);
    expect(done).toEqual(["reasoning", "function_call"]);
  });
});
