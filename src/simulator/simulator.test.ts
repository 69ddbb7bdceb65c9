import { describe, expect, test } from "vitest";
import { askedApiNames } from "../chat/api.js";
import type { JsonObject } from "../chat/json.js";
import { headerOf } from "../wire/exchange.js";
import { unknownQuestionText } from "./answer/good-answer.js";
import type { KnownKeys } from "./credentials/known-keys.js";
import { profileOf, requestFor, scenarios, send, simulatorOf } from "./simulated.fixture.js";
import { createSimulator } from "./simulator.js";

describe("the requested model", () => {
  test.each(askedApiNames())("%s answers a scenario's first step with its example", async (api) => {
    const heard = await send(requestFor(api, "chat"), simulatorOf(profileOf({ family: "anthropic" })));
    expect(heard.status).toBe(200);
    expect(heard.error).toBeNull();
    expect(heard.bytes.length).toBeGreaterThan(40);
  });

  test("a tool result is answered with the step after it", async () => {
    const heard = await send(requestFor("converse", "after-tool"));
    expect(JSON.parse(heard.text).output.message.content).toEqual([{ text: "It is 65 degrees and sunny." }]);
  });

  test("a question that no scenario asks gets a fixed text", async () => {
    const body = { messages: [{ role: "user", content: [{ text: "Who are you?" }] }] };
    const heard = await send({ path: "/model/m/converse", body });
    expect(JSON.parse(heard.text).output.message.content).toEqual([{ text: unknownQuestionText }]);
  });

  test("an ARN and a colon in the path name the model", async () => {
    const arn = encodeURIComponent("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.maker.model-v1:0");
    const simulator = simulatorOf(profileOf({ models: ["us.maker.model-v1:0"] }));
    const { body } = requestFor("converse", "chat");
    expect((await send({ path: `/model/${arn}/converse`, body }, simulator)).status).toBe(200);
    expect((await send({ path: "/model/us.maker.model-v1:0/converse", body }, simulator)).status).toBe(200);
    expect((await send({ path: "/model/maker.model-v1%3A0/converse", body }, simulator)).status).toBe(400);
  });
});

describe("what is refused before the model", () => {
  const { body } = requestFor("converse", "chat");

  test("a request without authorization gets the service's own refusal", async () => {
    const bedrock = await send({ path: "/model/m/converse", body, headers: [] });
    expect([bedrock.status, headerOf(bedrock.headers, "x-amzn-errortype")?.split(":")[0]]).toEqual([
      403,
      "MissingAuthenticationTokenException",
    ]);
    const gateway = await send({ path: "/api/v1/chat/completions", body, headers: [] });
    expect([gateway.status, JSON.parse(gateway.text).error.code]).toEqual([401, 401]);
  });

  test("authorization can be ignored, for fixtures that are made without a key", async () => {
    const simulator = createSimulator({
      profiles: [profileOf()],
      scenarios,
      seed: 1,
      now: () => new Date(0),
      authorization: "ignored",
    });
    expect((await send({ path: "/model/m/converse", body, headers: [] }, simulator)).status).toBe(200);
  });

  test("unless it is asked for, a signature is not checked: any authorization header will do", async () => {
    const headers = [["authorization", "AWS4-HMAC-SHA256 Credential=X/20200101/nowhere/bedrock/aws4_request"]] as const;
    expect((await send({ path: "/model/m/converse", body, headers })).status).toBe(200);
  });

  describe("where credentials are checked", () => {
    const checking = (keys?: KnownKeys) =>
      createSimulator({
        ...{ profiles: [profileOf()], scenarios, seed: 1, now: () => new Date(0), authorization: "checked" },
        ...(keys === undefined ? {} : { keys }),
      });
    const statusWith = async (token: string, simulator: ReturnType<typeof checking>) =>
      (await send({ path: "/model/m/converse", body, headers: [["authorization", `Bearer ${token}`]] }, simulator))
        .status;

    test("the documented bearer key is accepted, and no other", async () => {
      expect([await statusWith("simulated", checking()), await statusWith("anything", checking())]).toEqual([200, 403]);
    });

    test("other keys than the documented ones can be given", async () => {
      const own = checking({ accessKeys: [], bearer: "own" });
      expect([await statusWith("own", own), await statusWith("simulated", own)]).toEqual([200, 403]);
    });

    test("OpenRouter lists its models to anyone all the same", async () => {
      const list = { path: "/api/v1/models", method: "GET", body: null, headers: [] };
      expect((await send(list, checking())).status).toBe(200);
    });

    test("an unknown path is refused before its credential, and a credential before its body", async () => {
      const headers = [["authorization", "Bearer other"]] as const;
      expect((await send({ path: "/model/m/nonsense", body, headers }, checking())).status).toBe(404);
      expect((await send({ path: "/model/m/converse", body: "text", headers }, checking())).status).toBe(403);
    });
  });

  test.each([
    ["/model/m/nonsense", "POST", 404],
    ["/model/m/converse", "GET", 404],
    ["/api/v1/nothing", "POST", 404],
    ["/v1/nothing", "POST", 404],
  ])("%s by %s is %i", async (path, method, status) => {
    expect((await send({ path, method, body })).status).toBe(status);
  });

  test("an unknown model is refused in each service's words", async () => {
    const simulator = simulatorOf(profileOf({ models: ["known"] }));
    const bedrock = await send(requestFor("converse", "chat"), simulator);
    expect(JSON.parse(bedrock.text)).toEqual({ message: "The provided model identifier is invalid." });
    const gateway = await send(requestFor("chat-completions", "chat"), simulator);
    expect(JSON.parse(gateway.text).error.message).toBe("maker.model-1 is not a valid model ID");
  });

  test("a body that is not a JSON object gives a 400", async () => {
    expect((await send({ path: "/model/m/converse", body: "text" })).status).toBe(400);
    expect((await send({ path: "/v1/chat/completions", body: [1] })).status).toBe(400);
  });
});

describe("facts about a model", () => {
  const refusal = async (model: Parameters<typeof profileOf>[0], api: "converse" | "converse-stream" = "converse") => {
    const heard = await send(requestFor(api, "call"), simulatorOf(profileOf(model)));
    return [heard.status, JSON.parse(heard.text).message];
  };

  test("a bare id that needs an inference profile is refused, with the typographic apostrophe", async () => {
    expect(await refusal({ inferenceProfileOnly: true })).toEqual([
      400,
      "Invocation of model ID maker.model-1 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
    ]);
  });

  test("a retired model is a 404", async () => {
    expect(await refusal({ retired: "end-of-life" })).toEqual([
      404,
      "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
    ]);
  });

  test("a model without tools, and one without tools in streams", async () => {
    expect(await refusal({ noTools: true })).toEqual([400, "This model doesn't support tool use."]);
    expect(await refusal({ noStreamingTools: true }, "converse-stream")).toEqual([
      400,
      "This model doesn't support tool use in streaming mode.",
    ]);
    expect(
      (await send(requestFor("converse", "call"), simulatorOf(profileOf({ noStreamingTools: true })))).status,
    ).toBe(200);
  });

  test("InvokeModel needs a family, and the family's members", async () => {
    expect((await send(requestFor("invoke-model", "chat"), simulatorOf(profileOf({ family: null })))).status).toBe(400);
    const heard = await send({ path: "/model/m/invoke", body: { messages: [] } });
    expect(JSON.parse(heard.text).message).toContain("required key [anthropic_version] not found");
  });
});

describe("ids of tool calls", () => {
  const idOf = async (
    toolCallIds: "native" | "tooluse" | "call" | "nine-alnum" | "per-api",
    step: "call" | "after-tool",
  ) => {
    const faults = step === "after-tool" ? [{ fault: "repeats-call" as const }] : [];
    const heard = await send(requestFor("converse", step), simulatorOf(profileOf({ toolCallIds, faults })));
    return JSON.parse(heard.text).output.message.content[0].toolUse.toolUseId;
  };

  test.each([
    ["native", /^functions\.get_weather:0$/],
    ["tooluse", /^tooluse_[A-Za-z0-9]{22}$/],
    ["call", /^call_[A-Za-z0-9]{24}$/],
    ["nine-alnum", /^[A-Za-z0-9]{9}$/],
    ["per-api", /^tooluse_[A-Za-z0-9]{22}$/],
  ] as const)("%s ids look like %s", async (policy, shape) => {
    expect(await idOf(policy, "call")).toMatch(shape);
  });

  test("native ids count over the whole history", async () => {
    expect(await idOf("native", "after-tool")).toBe("functions.get_weather:1");
  });
});

describe("determinism", () => {
  const ask = async (seed: number): Promise<readonly string[]> => {
    const simulator = createSimulator({ profiles: [profileOf()], scenarios, seed, now: () => new Date(0) });
    const heard = [];
    for (const api of [...askedApiNames(), ...askedApiNames()])
      heard.push((await send(requestFor(api, "call"), simulator)).bytes.toString("hex"));
    return heard;
  };

  test("the same seed and the same requests give the same bytes", async () => {
    expect(await ask(1)).toEqual(await ask(1));
  });

  test("another seed gives other bytes", async () => {
    expect(await ask(1)).not.toEqual(await ask(2));
  });

  test("a repeated request gets new ids, whatever the requests in between", async () => {
    const heard = await ask(1);
    expect(heard[0]).not.toBe(heard[6]);
    const simulator = createSimulator({ profiles: [profileOf()], scenarios, seed: 1, now: () => new Date(0) });
    const last = await send(requestFor("invoke-model-stream", "call"), simulator);
    expect(last.bytes.toString("hex")).toBe(heard[5]);
  });
});

test("a pin is echoed as the upstream's name, and wrong-upstream does not honour it", async () => {
  const pinned = { ...requestFor("chat-completions", "chat").body, provider: { only: ["moonshotai"] } };
  const request = { path: "/api/v1/chat/completions", body: pinned };
  const upstreams = { moonshotai: "Moonshot AI" };
  const named = await send(request, simulatorOf(profileOf({ upstreams })));
  expect(JSON.parse(named.text).provider).toBe("Moonshot AI");
  const wrong = await send(request, simulatorOf(profileOf({ upstreams, faults: [{ fault: "wrong-upstream" }] })));
  expect(JSON.parse(wrong.text).provider).toBe("Elsewhere");
});

test("an upstream that a request ignores does not answer, and one that ignores all is refused", async () => {
  const asked = async (provider: JsonObject, behaviour: Parameters<typeof profileOf>[0] = {}) => {
    const body = { ...requestFor("chat-completions", "chat").body, provider };
    return send(
      { path: "/api/v1/chat/completions", body },
      simulatorOf(profileOf({ upstream: "Moonshot AI", ...behaviour })),
    );
  };
  const servedBy = async (provider: JsonObject) => JSON.parse((await asked(provider)).text).provider;
  expect(await servedBy({ ignore: ["novita"] })).toBe("Moonshot AI");
  expect(await servedBy({ ignore: ["moonshotai"] })).toBe("Simulated Too");
  expect(await servedBy({ ignore: ["Moonshot AI", "novita"] })).toBe("Simulated Too");
  const none = await asked({ ignore: ["Moonshot AI", "Simulated Too"] });
  expect([none.status, JSON.parse(none.text).error.message]).toEqual([
    404,
    "No allowed providers are available for the selected model.",
  ]);
  expect((await asked({ only: ["moonshotai"], ignore: ["moonshotai"] })).status).toBe(404);
  const refused = { faults: [{ fault: "refuse" as const, as: "thinking-signature" as const, when: { moved: true } }] };
  expect((await asked({}, refused)).status).toBe(200);
  const error = JSON.parse((await asked({ ignore: ["Moonshot AI"] }, refused)).text).error;
  expect(error.metadata.provider_name).toBe("Simulated Too");
});

test("an aborted signal rejects with a TransportError", async () => {
  const heard = await send(requestFor("converse", "chat"), simulatorOf(profileOf()), AbortSignal.abort());
  expect(heard.error?.kind).toBe("aborted");
});
