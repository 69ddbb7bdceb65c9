import type { BaseMessage } from "@langchain/core/messages";
import { type Client, weatherTool } from "../client.js";

/** LangChain's model for OpenAI-compatible services. */
export const langchain: Client = {
  name: "LangChain, openai",
  package: "@langchain/openai",
  finishes: { answered: "stop", limited: "length", failed: null, cancelled: null },
  lacks: {},
  differs: {},
  async ask(address, { model, instructions, prompt, streamed, withTool, signal }, screen) {
    const { ChatOpenAI } = await import("@langchain/openai");
    const { AIMessageChunk, HumanMessage, SystemMessage, ToolMessage } = await import("@langchain/core/messages");
    const plain = new ChatOpenAI({
      ...{ model, apiKey: "unused", maxRetries: 0, useResponsesApi: false, streaming: streamed },
      configuration: { baseURL: `${address}/v1` },
    });
    const { name, description, parameters } = weatherTool;
    const chat = withTool
      ? plain.bindTools([{ type: "function", function: { name, description, parameters } }])
      : plain.withConfig({});
    const history: BaseMessage[] = [new SystemMessage(instructions), new HumanMessage(prompt)];
    for (;;) {
      let reply = new AIMessageChunk("");
      if (streamed)
        for await (const piece of await chat.stream(history, { signal })) {
          screen.text(piece.text);
          reply = reply.concat(piece);
        }
      else {
        reply = await chat.invoke(history, { signal });
        screen.text(reply.text);
      }
      if (!reply.tool_calls?.length) {
        const { finish_reason: finish } = reply.response_metadata;
        return { finish: typeof finish === "string" ? finish : null };
      }
      history.push(reply);
      for (const { id = "", name, args } of reply.tool_calls)
        history.push(new ToolMessage({ content: screen.call(name, args), tool_call_id: id }));
    }
  },
};
