import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import { profileOf, requestFor, send, simulatorOf } from "../simulated.fixture.js";

describe("Kimi K2.5's own API", () => {
  const fixed = simulatorOf(profileOf({ family: "moonshot", fixedSampling: true }));
  const answerTo = async (members: JsonObject, path = "/v1/chat/completions", simulator = fixed) => {
    const { body } = requestFor("chat-completions", "chat");
    const { status, text } = await send({ path, body: { ...body, ...members } }, simulator);
    return status === 200 ? status : JSON.parse(text).error.message;
  };
  const thinkingOff = { thinking: { type: "disabled" } };

  test.each<[JsonObject, number | string]>([
    [{}, 200],
    [{ temperature: 1, top_p: 0.95, n: 1, presence_penalty: 0, frequency_penalty: 0 }, 200],
    [{ temperature: 0.6 }, "invalid temperature: only 1 is allowed for this model"],
    [{ temperature: 0 }, "invalid temperature: only 1 is allowed for this model"],
    [{ ...thinkingOff, temperature: 0.6 }, 200],
    [{ ...thinkingOff, temperature: 1 }, "invalid temperature: only 0.6 is allowed for this model"],
    [{ top_p: 1 }, "invalid top_p: only 0.95 is allowed for this model"],
    [{ n: 2 }, "invalid n: only 1 is allowed for this model"],
    [{ presence_penalty: 1 }, "invalid presence_penalty: only 0 is allowed for this model"],
    [{ frequency_penalty: -1 }, "invalid frequency_penalty: only 0 is allowed for this model"],
  ])("%j → %s", async (members, answer) => {
    expect(await answerTo({ temperature: null, ...members })).toBe(answer);
  });

  test("is alone in that: a gateway takes them", async () => {
    expect(await answerTo({ temperature: 0.6, top_p: 1 }, "/api/v1/chat/completions")).toBe(200);
  });
});
