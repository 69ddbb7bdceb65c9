import { describe, expect, test } from "vitest";
import { through } from "../router-faults/ask-through.js";
import { clientsTitle, hasClients } from "../support/clients-folder.js";

describe.skipIf(!hasClients)(clientsTitle("OpenAI's SDK"), () => {
  test("lists the models of the file, and retrieves each", async () => {
    const { OpenAI } = await import("openai");
    const { url, asked } = await through(({ socket }) => socket.destroy());
    const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: "unused" });
    const names: string[] = [];
    for await (const { id } of openai.models.list()) names.push(id);
    expect(names).toEqual(["chat", "openrouter", "converse", "spare", "auto"]);
    expect(await openai.models.retrieve("chat")).toMatchObject({ id: "chat", object: "model" });
    await expect(openai.models.retrieve("no-such-model")).rejects.toThrow(/^404 .*no-such-model/);
    expect(asked()).toEqual([]);
  });
});
