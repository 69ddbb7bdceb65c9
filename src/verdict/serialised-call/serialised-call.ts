import type { JsonObject } from "../../chat/json.js";

/**
 * How sure a piece of text is to be a call. `token`: it has a special token of a model's template. `tag`: it has markup in
 * ordinary characters. `plain`: JSON or code, which an answer may have as well.
 */
export type Strength = "token" | "tag" | "plain";

/**
 * A tool call found in text. `dialect`: the id of a row of the dialects, or `bare-json`. `name` and `arguments` are null where
 * the text does not have them whole. `at` and `end`: the place of the call in the text, in UTF-16 units. `isLoose`: nothing but
 * a declared name makes it a call. `seen`: the quoted text.
 */
export type SerialisedCall = {
  readonly dialect: string;
  readonly strength: Strength;
  readonly name: string | null;
  readonly arguments: JsonObject | null;
  readonly at: number;
  readonly end: number;
  readonly isLoose: boolean;
  readonly seen: string;
};

/** A call as a grammar reads it. */
export type ReadCall = Pick<SerialisedCall, "name" | "arguments" | "at" | "end">;

/** Reads every call of one grammar in a text. It takes time in proportion to the text, whatever the text is. */
export type Grammar = (text: string) => readonly ReadCall[];

/**
 * One way to write calls as text.
 * `models`: who writes it. `signs`: a text with none of these is not read. `mark`: markup that a reader must never see, also
 * where no call can be read; it is the dialect's own, or is told apart by what follows it. `grammars`: how calls are read; JSON
 * with name and arguments beside a mark is read in every dialect. `example`: a call of `get_tide` with the harbour Whitby.
 * `source` and `date`: where the form stands, and when it was looked up. Of the parsers of vLLM the names were looked up, and their
 * forms are from memory.
 */
export type Dialect = {
  readonly id: string;
  readonly models: string;
  readonly strength: Strength;
  readonly signs: readonly string[];
  readonly mark: RegExp | null;
  readonly grammars: readonly Grammar[];
  readonly example: string;
  readonly source: string;
  readonly date: string;
};
