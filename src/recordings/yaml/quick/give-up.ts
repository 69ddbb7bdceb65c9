/** Thrown where the quick reader meets what it does not read. No mistake: the text is then read by the YAML library. */
export class GiveUp extends Error {
  override name = "GiveUp" as const;
}

/** Leaves the text to the library. */
export function giveUp(why: string): never {
  throw new GiveUp(why);
}
