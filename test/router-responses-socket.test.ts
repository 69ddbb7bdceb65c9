import OpenAI from "openai";
import type { ResponsesServerEvent } from "openai/resources/responses/responses";
import { ResponsesWS } from "openai/resources/responses/ws";
import { expect, test } from "vitest";
import { models, serveModels } from "./examiners/served-models.js";
import { atEnd } from "./support/at-end.js";

// OpenAI's own client of the socket of Responses, against the router over the simulator.

async function connect(address: string) {
  const client = new OpenAI({ apiKey: "unused", baseURL: `${address}/v1`, maxRetries: 0 });
  const socket = new ResponsesWS(client);
  atEnd(() => socket.close());
  const messages = socket.stream();
  /** The events of one response. */
  const turn = async (): Promise<readonly ResponsesServerEvent[]> => {
    const events: ResponsesServerEvent[] = [];
    for (;;) {
      const { value, done } = await messages.next();
      if (done === true || value.type === "close" || value.type === "error") throw new Error(JSON.stringify(value));
      if (value.type !== "message") continue;
      events.push(value.message);
      if (/^(?:error|response\.(?:completed|incomplete|failed))$/.test(value.message.type)) return events;
    }
  };
  return { socket, turn };
}

const textOf = (events: readonly ResponsesServerEvent[]) =>
  events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("");

test.each(models)(
  "OpenAI's client talks to %s over one connection, and goes on from the last response",
  async (model) => {
    const { socket, turn } = await connect(await serveModels());
    socket.send({ type: "response.create", model, input: "What is 15 + 27?", max_output_tokens: 100 });
    const first = await turn();
    const last = first.at(-1);
    if (last?.type !== "response.completed") throw new Error(JSON.stringify(last));
    expect(last.response.output_text ?? textOf(first)).toBe(textOf(first));
    expect(textOf(first)).not.toBe("");
    const input = [{ role: "user", content: "And 16 + 27?" }] as const;
    const { id } = last.response;
    socket.send({
      type: "response.create",
      model,
      input: [...input],
      previous_response_id: id,
      max_output_tokens: 100,
    });
    expect((await turn()).at(-1)?.type).toBe("response.completed");
    socket.send({
      type: "response.create",
      model,
      input: [...input],
      previous_response_id: id,
      max_output_tokens: 100,
    });
    // The client takes the message for an error of its own.
    await expect(turn()).rejects.toThrow('"code":"previous_response_not_found"');
  },
);
