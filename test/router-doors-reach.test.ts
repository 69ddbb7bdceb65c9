import { describe, expect, test } from "vitest";
import type { Client } from "./router-doors/clients.js";
import { clients } from "./router-doors/clients.js";
import { type Got, routed } from "./router-doors/routed.js";
import { type Said, upstreams } from "./router-doors/upstreams.js";

/**
 * Nothing of a request chooses whom to ask, what runs, what is stored or where things come from, unless the model's entry allows it by
 * name. The table is written by hand from the vendors' references (facts of 2026-11-28), not read from the code's tables.
 */

const said: Said = {
  ...{ reasoning: null, text: "It is 42.", calls: [], finish: "stop" },
  usage: { input: 1, cached: 0, output: 1 },
};
/** Stands in every value that must not get through. */
const mark = "reach-mark";

/** Members of all APIs; what they mean there is one vendor's. */
const members: { readonly [name: string]: unknown } = {
  ...{ service_tier: mark, prompt: { id: mark }, conversation: mark, container: mark, previous_response_id: mark },
  ...{ provider: { only: [mark] }, models: [mark], route: mark, plugins: [{ id: mark }], transforms: [mark] },
  ...{ mcp_servers: [{ type: "url", url: `https://${mark}.test`, name: "m" }], web_search_options: { a: mark } },
  ...{ betas: [mark], anthropic_beta: [mark], fallbacks: [mark], inference_geo: mark, speed: mark, background: mark },
  ...{ api_base: `https://${mark}.test`, api_key: mark, base_url: `https://${mark}.test`, extra_headers: { a: mark } },
  ...{ guardrailConfig: { guardrailIdentifier: mark }, additionalModelRequestFields: { a: mark }, workspace_id: mark },
  ...{ file_ids: [mark], vector_store_ids: [mark], cached_content: mark, preset: mark, user_profile_id: mark },
};

/** Places inside a request, with what the refusal must name. */
const places: { readonly [api: string]: readonly (readonly [body: object, named: string])[] } = {
  "Chat Completions": [
    [{ tools: [{ type: "web_search", [mark]: true }] }, "tools[0]"],
    [{ messages: [{ role: "user", content: [{ type: "file", file: { file_id: mark } }] }] }, "messages[0].content[0]"],
  ],
  Responses: [
    ...[
      "web_search",
      "file_search",
      "code_interpreter",
      "image_generation",
      "mcp",
      "computer_use_preview",
      "local_shell",
    ]
      .concat(["shell", "apply_patch", "tool_search", "unheard_of"])
      .map((type) => [{ tools: [{ type, server_label: mark, server_url: mark }] }, "tools[0]"] as const),
    [{ tools: [{ type: "web_search", external_web_access: true, [mark]: 1 }] }, "tools[0]"],
    [{ input: [{ type: "item_reference", id: mark }] }, "input[0]"],
    [{ input: [{ role: "user", content: [{ type: "input_file", file_id: mark }] }] }, "input[0].content[0]"],
    [{ input: [{ role: "user", content: [{ type: "input_image", file_id: mark }] }] }, "input[0].content[0]"],
  ],
  Messages: [
    ...["web_search_20250305", "web_fetch_20250910", "code_execution_20250825", "computer_20250124", "bash_20250124"]
      .concat(["text_editor_20250728", "memory_20250818", "mcp_toolset", "unheard_of"])
      .map((type) => [{ tools: [{ type, name: mark }] }, "tools[0]"] as const),
    ...["image", "document"].map((type) => {
      const block = { type, source: { type: "file", file_id: mark } };
      return [{ messages: [{ role: "user", content: [block] }] }, "messages[0].content[0].source"] as const;
    }),
    [
      { messages: [{ role: "user", content: [{ type: "container_upload", file_id: mark }] }] },
      "messages[0].content[0]",
    ],
  ],
};

type Asked = {
  readonly body: object;
  readonly headers?: { readonly [name: string]: string };
  readonly allow?: readonly string[];
};

async function ask(
  client: Client,
  { body, headers = {}, allow = [] }: Asked,
): Promise<readonly (Got & { readonly to: string })[]> {
  return Promise.all(
    upstreams.map(async (upstream) => {
      const to = [{ upstream, answer: { said }, model: { allow } }];
      return { to: upstream.title, ...(await routed({ client, body: { ...client.ask("Hi"), ...body }, headers, to })) };
    }),
  );
}

function errorOf({ body }: Got): { readonly message: string; readonly param?: string | null } {
  return (body as { error: { message: string; param?: string | null } }).error;
}

const byClient = clients.map((client) => [client.title, client] as const);

describe.each(byClient)("a client of %s", (title, client) => {
  test.each(Object.entries(members))("gets %s to no service, and learns why", async (name, value) => {
    for (const got of await ask(client, { body: { [name]: value } })) {
      expect(JSON.stringify(got.sent)).not.toContain(mark);
      if (got.status === 400) expect(errorOf(got).message + errorOf(got).param).toContain(name);
      else
        expect([got.status, got.headers["x-llm-parity-warnings"] ?? ""]).toEqual([200, expect.stringContaining(name)]);
    }
  });

  test.each(places[title] ?? [])("is refused %j", async (body, named) => {
    for (const got of await ask(client, { body })) {
      expect([got.status, got.sent]).toEqual([400, []]);
      const { param, message } = errorOf(got);
      expect(title === "Messages" ? message : param).toContain(named);
    }
  });

  test.each(["store", "background"])("gets no %s: true to a service that keeps replies", async (name) => {
    for (const { status, sent, to } of await ask(client, { body: { [name]: true } })) {
      // Chat Completions' own `store` keeps a completion for its account's distillation, and goes on as before.
      const isOwn = title === "Chat Completions" && name === "store" && to === "Chat Completions";
      if (status === 200 && !isOwn) expect(sent[0]?.body).not.toContain(`"${name}":true`);
    }
  });

  test("sends no header of its own to a service", async () => {
    const headers = {
      "anthropic-beta": `context-1m-${mark}`,
      "x-api-key": mark,
      authorization: mark,
      "openai-beta": mark,
    };
    for (const { status, sent } of await ask(client, { body: {}, headers })) {
      expect([status, JSON.stringify(sent).includes(mark)]).toEqual([200, false]);
    }
  });
});

describe("what the model's entry allows by name", () => {
  const [, responses, messages] = clients;
  const to = (title: string, all: readonly (Got & { readonly to: string })[]) =>
    all.find((one) => one.to === title) ?? expect.unreachable();

  test("goes on: a beta, to a service of Messages; elsewhere it is named in the warnings", async () => {
    const asked = { body: {}, headers: { "anthropic-beta": "a-1, b-2" }, allow: ["anthropic-beta:a-1"] };
    const all = await ask(messages ?? expect.unreachable(), asked);
    const betas = (title: string) => new Map(to(title, all).sent[0]?.headers ?? []).get("anthropic-beta");
    expect(betas("Messages")).toBe("a-1");
    for (const { to: title, sent, headers } of all.filter((one) => one.to !== "Messages")) {
      expect([title, JSON.stringify(sent).includes("a-1")]).toEqual([title, false]);
      expect(headers["x-llm-parity-warnings"]).toContain("a-1");
    }
    for (const { sent, headers } of all) {
      expect(JSON.stringify(sent)).not.toContain("b-2");
      expect(headers["x-llm-parity-warnings"]).toContain("b-2");
    }
  });

  test("goes on: a hosted tool, to a service of the same API", async () => {
    const tool = { type: "web_search", search_context_size: "low" };
    const all = await ask(responses ?? expect.unreachable(), { body: { tools: [tool] }, allow: ["web_search"] });
    expect(JSON.parse(to("Responses", all).sent[0]?.body ?? "{}").tools).toEqual([tool]);
    expect(to("Converse", all).sent[0]?.body ?? "").not.toContain("search_context_size");
  });

  test.each(["api_base", "api_key", "base_url", "extra_headers"])("%s is never allowed", async (name) => {
    for (const client of clients) {
      for (const { sent } of await ask(client, { body: { [name]: mark }, allow: [name] })) {
        expect(JSON.stringify(sent)).not.toContain(mark);
      }
    }
  });
});
