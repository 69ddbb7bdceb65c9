/** The reason why a text cannot be read as YAML. `offset`: in UTF-16 units from its start; null: the text as a whole. */
export class YamlFault extends Error {
  override name = "YamlFault" as const;
  readonly offset: number | null;
  constructor(message: string, offset: number | null) {
    super(message);
    this.offset = offset;
  }
}
