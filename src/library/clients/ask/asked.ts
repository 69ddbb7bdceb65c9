import type { Api } from "../../../chat/api.js";

/** Imports a package as the folder has it in which the clients are installed. */
export type Load = <Module>(name: string) => Promise<Module>;

/** What a client is to ask. Nothing of it is put into a script. */
export type Task = {
  /** The id of the client. */
  readonly client: string;
  /** Of the server that answers with the recorded bytes. */
  readonly address: string;
  readonly api: Api;
  /** The tools that the recorded reply calls: a client that is offered no such tool would complain about the call. */
  readonly tools: readonly string[];
};

/** What a client shows, as it comes. */
export type Screen = {
  readonly text: (piece: string | null | undefined) => void;
  readonly reasoning: (piece: string | null | undefined) => void;
  /** One whole call. */
  readonly call: (name: string, args: unknown) => void;
  readonly finish: (word: string | null | undefined) => void;
  readonly outputTokens: (tokens: number | null | undefined) => void;
  /** For an error that the client reports without throwing it. */
  readonly error: (error: unknown) => void;
};

/** One way to ask through a client: its own request, in its own way, without its own retries. */
export type Ask = (load: Load, task: Task, screen: Screen) => Promise<void>;

/** What came onto the screen. */
export type Shown = {
  text: string;
  reasoning: string;
  calls: { name: string; arguments: string }[];
  finish: string | null;
  outputTokens: number | null;
  error: { name: string | null; message: string } | null;
  /** False: it still waited when it was stopped. */
  ended: boolean;
};

/** What the other process is told. `stop`: shows what there is, and ends. */
export type Order = { readonly kind: "ask"; readonly task: Task } | { readonly kind: "stop" };

/** An empty screen, and what comes onto it. */
export function openScreen(): { readonly screen: Screen; readonly shown: Shown } {
  const shown: Shown = {
    text: "",
    reasoning: "",
    calls: [],
    finish: null,
    outputTokens: null,
    error: null,
    ended: false,
  };
  const screen: Screen = {
    text: (piece) => {
      shown.text += piece ?? "";
    },
    reasoning: (piece) => {
      shown.reasoning += piece ?? "";
    },
    call: (name, args) => {
      shown.calls.push({ name, arguments: typeof args === "string" ? args : (JSON.stringify(args) ?? "") });
    },
    finish: (word) => {
      shown.finish = word ?? shown.finish;
    },
    outputTokens: (tokens) => {
      shown.outputTokens = typeof tokens === "number" ? tokens : shown.outputTokens;
    },
    error: (error) => {
      shown.error = describe(error);
    },
  };
  return { screen, shown };
}

function describe(error: unknown): Shown["error"] {
  if (error instanceof Error) return { name: error.name, message: error.message };
  if (typeof error === "string") return { name: null, message: error };
  return { name: null, message: JSON.stringify(error) ?? "an error without words" };
}
