/**
 * Passes a sentence on that several speakers say, each for itself, as often as the one says it that says it most: all workers read the
 * same evidence, and the log needs one line for what each of them sees in it.
 */
export class SaidOnce<Speaker extends object> {
  private readonly say: (sentence: string) => void;
  /** The last sentences, each with how often it was passed on, and by whom it was said how often. */
  private readonly known = new Map<string, { passedOn: number; readonly by: WeakMap<Speaker, number> }>();

  constructor(say: (sentence: string) => void) {
    this.say = say;
  }

  hear(speaker: Speaker, sentence: string): void {
    const one = this.known.get(sentence) ?? { passedOn: 0, by: new WeakMap<Speaker, number>() };
    // The newest ones are last.
    this.known.delete(sentence);
    this.known.set(sentence, one);
    const times = (one.by.get(speaker) ?? 0) + 1;
    one.by.set(speaker, times);
    if (times > one.passedOn) {
      one.passedOn = times;
      this.say(sentence);
    }
    const [oldest] = this.known.keys();
    if (this.known.size > maxKnown && oldest !== undefined) this.known.delete(oldest);
  }
}

const maxKnown = 1_000;
