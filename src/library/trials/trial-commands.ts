import { isStreaming } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import { awsCommand } from "../../report/evidence/one-request/aws-command.js";
import { curlCommand, type OneCommand } from "../../report/evidence/one-request/curl-command.js";
import { betasIn } from "../../report/evidence/twins/asked-by.js";
import type { TwinRequest } from "../../report/evidence/twins/twin.js";
import type { EvidenceCommand } from "../../report/sheet/trial-evidence.js";
import { simulatorUrl } from "../../runner/simulator-url.js";
import type { CellIdentity, Transcript } from "../../transcript/transcript.js";
import type { HarEntry } from "../../wire/har/har.js";
import { redactionMark } from "../../wire/secrets/secret-patterns.js";
import { utf8Text } from "../../wire/utf8-text.js";
import { shellWord } from "../suite/shell-word.js";

/** The trial whose commands are made. `asked`: the exchange that is asked again; null: nothing was sent. */
export type Commanded = {
  readonly cell: CellIdentity;
  readonly trial: number;
  readonly source: Transcript["provenance"]["source"];
  readonly target: Target | null;
  readonly asked: HarEntry | null;
  readonly showWords: string;
  /** The command that makes the cell again; null: there is none. */
  readonly again: string | null;
};

/** The commands with which a reader sees a trial again. */
export function trialCommands(of: Commanded): readonly EvidenceCommand[] {
  return [
    {
      name: "show",
      about: "print this trial from the kept bytes, without a network",
      text: showCommand(of),
      why: null,
    },
    ...(of.again === null
      ? []
      : [
          {
            name: "again" as const,
            about: "run this cell again, without its comparison columns",
            text: of.again,
            why: null,
          },
        ]),
    ...requestCommands(of),
  ];
}

/** Prints one trial; the client is not part of a cell's name there. */
export function showCommand({ cell, trial, showWords }: Pick<Commanded, "cell" | "trial" | "showWords">): string {
  const words = showWords === "" ? "" : ` ${showWords}`;
  return `llm-parity show ${shellWord(`${cell.target}/${cell.scenario}`)} --trial ${trial}${words}`;
}

function requestCommands({ target, asked, source }: Commanded): readonly EvidenceCommand[] {
  if (target === null || asked === null) return [];
  const body = utf8Text(asked.exchange.request.body ?? new Uint8Array());
  const request = requestOf(target, asked, source === "simulated");
  const about = `repeat the request of step ${asked.step} alone`;
  const keys = source === "simulated" ? "dummy" : "own";
  const stream = isStreaming(target.api) ? ", without a stream, which may not show the failure" : "";
  const isAws = target.auth === "bedrock";
  return [
    command("curl", `${about}, with curl`, refusal(target, body) ?? curlCommand(request, body, keys)),
    ...(isAws
      ? [
          command(
            "aws-cli",
            `${about}, with AWS's command line${stream}`,
            refusal(target, body) ?? awsCommand(request, body, keys),
          ),
        ]
      : []),
  ];
}

function command(name: "curl" | "aws-cli", about: string, { text, why }: OneCommand): EvidenceCommand {
  return { name, about, text, why };
}

/** What was taken out of a request cannot be asked. */
function refusal({ providerModelId }: Target, body: string | null): OneCommand | null {
  const isCut = providerModelId.includes(redactionMark) || body?.includes(redactionMark) === true;
  return isCut ? { text: null, why: "a part of the request was taken out, since it looks like a secret" } : null;
}

/** A simulated request goes to the simulator, never to a vendor. */
function requestOf(target: Target, { exchange }: HarEntry, isSimulated: boolean): TwinRequest {
  const { api, region, providerModelId: modelId, auth, signingName, keyVariable } = target;
  const baseUrl = isSimulated ? simulatorUrl(new URL(exchange.request.url).origin, target.baseUrl) : target.baseUrl;
  return {
    name: "failing",
    api,
    baseUrl,
    region,
    modelId,
    auth,
    signingName,
    keyVariable,
    ...betasIn(exchange.request.headers),
  };
}
