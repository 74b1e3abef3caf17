/**
 * Random numbers from a seed: the same seed, the same numbers, on every machine.
 *
 * The generator is sfc32, Chris Doty-Humphrey's "small fast counting" generator, which he placed in the public domain with PractRand
 * and which passes its tests. A simulation draws from several streams of one seed, so that what one part draws leaves the others as
 * they were: with other token lengths, the requests still arrive at the same moments.
 *
 * @see https://pracrand.sourceforge.net/RNG_engines.txt
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  /** Normal numbers are made two at a time. */
  private spare: number | undefined;

  /**
   * @param seed a whole number from 0 to 9007199254740991
   * @param stream which of the streams of that seed, a whole number from 0 to 4294967295
   */
  constructor(seed: number, stream = 0) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new Error(`seed: got ${seed}, expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
    }
    if (!Number.isInteger(stream) || stream < 0 || stream > 0xffffffff) {
      throw new Error(`stream: got ${stream}, expected a whole number from 0 to ${0xffffffff}.`);
    }
    // As PractRand seeds it with three words; the first numbers would still show how alike two seeds are.
    this.a = seed | 0;
    this.b = Math.floor(seed / 0x100000000) | 0;
    this.c = stream | 0;
    for (let i = 0; i < 15; i++) {
      this.word();
    }
  }

  /** From 0 to below 1, every multiple of 2⁻⁵³ as likely as the next. */
  public uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** The time to the next of events that happen by themselves, one in `mean` on average. */
  public exponential(mean = 1): number {
    // The logarithm of zero is no time: one minus uniform is never zero.
    return -mean * Math.log(1 - this.uniform());
  }

  /** The bell curve, by Marsaglia's polar method. */
  public normal(mean = 0, standardDeviation = 1): number {
    return mean + standardDeviation * this.standardNormal();
  }

  private standardNormal(): number {
    if (this.spare !== undefined) {
      const spare = this.spare;
      this.spare = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        this.spare = y * factor;
        return x * factor;
      }
    }
  }

  /** The next 32 bits, as a signed number. */
  private word(): number {
    const word = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + word) | 0;
    return word;
  }
}
