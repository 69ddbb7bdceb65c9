import { chunk, event, sse } from "../router-faults/answers.js";
import type { Connection } from "../support/raw-server.js";
import type { Script } from "./scripted-service.js";

/** A reply that comes as the test says. */
export type Held = {
  readonly script: Script;
  /** Resolves once the service has been asked. */
  readonly asked: Promise<Connection>;
  /** Sends one delta. */
  readonly send: (delta: object) => Promise<void>;
  /** Sends the finish and `[DONE]`. */
  readonly end: () => Promise<void>;
};

export function held(): Held {
  let isAsked: (connection: Connection) => void = () => undefined;
  const asked = new Promise<Connection>((resolve) => {
    isAsked = resolve;
  });
  let isBegun = false;
  const write = async (text: string) => {
    const { socket } = await asked;
    socket.write(isBegun ? text : sse(text));
    isBegun = true;
  };
  return {
    script: { answer: isAsked },
    asked,
    send: (delta) => write(event(chunk(delta))),
    end: async () => {
      await write(event(chunk({}, "stop")) + event("[DONE]"));
      (await asked).socket.end();
    },
  };
}
