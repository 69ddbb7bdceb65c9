import type { Credentials } from "../../../adapters/adapter.js";
import { authorize } from "../../../adapters/bedrock/bedrock-auth.js";
import { adapterFor } from "../../../adapters/registry.js";
import { foldAsync } from "../../../chat/fold.js";
import { plainRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { liveWire } from "../../../runner/trial/trial-wire.js";
import type { Exchange } from "../../../wire/exchange.js";
import { transportOf } from "../../../wire/transport/faces.js";
import type { AgainArm } from "./again-arm.js";
import type { AskedReply } from "./judge-again.js";

/** How an arm is reached. `baseUrl`: of a simulator or a proxy; null: the target's own. */
export type ArmReach = {
  readonly exchange: Exchange;
  readonly credentials: Credentials;
  readonly baseUrl: string | null;
};

/** Sends the recorded body once, and reads the reply to its end. */
export type AskArm = (signal: AbortSignal) => Promise<AskedReply>;

/** A request of no meaning: our client makes address, path and headers from it, and its body is never sent. */
export function vehicle({ providerModelId }: Target) {
  const said = { role: "user", parts: [{ kind: "text", text: "-" }], name: null } as const;
  return plainRequest(providerModelId, [said]);
}

/**
 * Opens an arm for asking. Our own client writes address, path and headers from the target, as for any request; the recorded body takes
 * the place of the client's, byte for byte, and is authorised anew. So nothing of a recording but its body is sent. Rejects with a
 * ChatError where the target has no address.
 */
export async function openArm(arm: AgainArm, { exchange, credentials, baseUrl }: ArmReach): Promise<AskArm> {
  const { target, step } = arm;
  const { region, signingName } = target;
  const { body } = arm.exchange.request;
  const wire = liveWire(exchange);
  const adapter = await adapterFor(target.api);
  const send = await adapter.open("http", {
    target,
    transport: transportOf(async (request, signal) =>
      wire.exchange(await authorize({ ...request, body }, { credentials, region, signingName }), signal),
    ),
    credentials: { kind: "none" },
    policy: "faithful",
    baseUrl,
  });
  return async (signal) => {
    const linked = wire.begin({ step, attempt: 1 }, signal);
    const reply = await foldAsync(send(vehicle(target), linked));
    return { reply, recorded: await wire.end() };
  };
}
