/** A recording that cannot be trusted or stored. `place` is its JSON path (`log.entries[0].response.status`). */
export class HarError extends Error {
  override name = "HarError" as const;
  readonly file: string;
  readonly place: string;
  constructor(file: string, place: string, problem: string) {
    super(`${file}: ${place}: ${problem}`);
    this.file = file;
    this.place = place;
  }
}
