/** A recording that cannot be read or stored. `place`: a JSON path (`log.entries[0].response.status`) or `line 3`. */
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
