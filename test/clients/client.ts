/** The one tool that the rows offer: what a client tells the model about it, and what it answers. */
export const weatherTool = {
  name: "get_weather",
  description: "Gets the weather of a city.",
  parameters: {
    type: "object" as const,
    properties: { location: { type: "string" as const } },
    required: ["location"],
    additionalProperties: false as const,
  },
  result: "18 degrees and dry",
};

/** What a person asks through a client. */
export type Question = {
  /** The name of a model in the router's file. */
  readonly model: string;
  readonly instructions: string;
  readonly prompt: string;
  /** In pieces, or whole. */
  readonly streamed: boolean;
  /** Offers {@link weatherTool}, which the client runs as often as the model calls it. */
  readonly withTool: boolean;
  readonly signal: AbortSignal;
};

/** Where a client puts what it shows, as it comes. */
export type Screen = {
  /** Text that a person would read. */
  readonly text: (piece: string) => void;
  /** Runs {@link weatherTool} with these arguments, and gives its result. */
  readonly call: (name: string, args: unknown) => string;
};

/** What a person has seen at the end. */
export type Shown = {
  readonly text: string;
  /** The calls that the client ran, as `name(arguments in JSON)`. */
  readonly calls: readonly string[];
  /** The client's own word for why the reply ended; null: it has none. */
  readonly finish: string | null;
  /** The message that a person would read; null: none. */
  readonly error: string | null;
};

/** How a reply came to its end. */
export type Ending = "answered" | "limited" | "failed" | "cancelled";

/** What a client shows in its own way, and why that is not the router's doing. */
export type Difference = {
  readonly why: string;
  readonly shows: {
    readonly text?: string;
    readonly calls?: Shown["calls"];
    readonly finishes?: readonly (string | null)[];
    /** How often the service is asked. */
    readonly requests?: number;
  };
};

/** A client that others wrote, with one way to ask through it. */
export type Client = {
  readonly name: string;
  /** Its package in `test/clients/package.json`. */
  readonly package: string;
  /** Its word for each ending, found by hand; null: it has none. */
  readonly finishes: { readonly [Name in Ending]: string | null };
  /** What it cannot do, with the reason. */
  readonly lacks: { readonly [Mode in "whole" | "streamed"]?: string };
  /** By row and mode, as in the titles of the tests. */
  readonly differs: { readonly [row: string]: Difference };
  /**
   * Asks the server at this address, as the client's documentation says. Resolves to the client's word for the end and, where the
   * client does not throw it, the message of an error.
   */
  readonly ask: (
    address: string,
    question: Question,
    screen: Screen,
  ) => Promise<{ readonly finish: string | null; readonly error?: string | null }>;
};

/** Asks through a client, and gives what a person has seen. `onText`: called after each piece of text. */
export async function askThrough(
  client: Client,
  { address, question, onText }: { readonly address: string; readonly question: Question; readonly onText: () => void },
): Promise<Shown> {
  let text = "";
  const calls: string[] = [];
  const screen: Screen = {
    text(piece) {
      if (piece === "") return;
      text += piece;
      onText();
    },
    call(name, args) {
      calls.push(`${name}(${JSON.stringify(args)})`);
      return weatherTool.result;
    },
  };
  try {
    const { finish, error = null } = await client.ask(address, question, screen);
    return { text, calls, finish, error };
  } catch (error) {
    return { text, calls, finish: null, error: error instanceof Error ? error.message : String(error) };
  }
}
