import { Assumptions } from './assumptions';

/** The assumptions whose value is a word. */
export type WordAssumption = { [Name in keyof Assumptions]: Assumptions[Name] extends string ? Name : never }[keyof Assumptions];

// As keys of objects, none can be missing and none can be made up: the compiler sees to it.
const WORDS: { readonly [Name in WordAssumption]: Readonly<Record<Assumptions[Name], true>> } = {
  concurrencySample: { atTheEnd: true, mean: true, maximum: true },
  concurrencyStatistic: { Average: true, Maximum: true },
  metricValue: { newest: true, mean: true },
  proportionOf: { measured: true, inService: true, desired: true },
  trackingDuringCooldown: { addedCounts: true, asNeeded: true },
  scaleInStep: { one: true, proportional: true },
  serialisedUpdates: { variants: true, variantsAndComponents: true, none: true },
  changeWhileUpdating: { refuse: true, wait: true },
  removedFirst: { newest: true, oldest: true },
  clientTimeoutUntil: { firstToken: true, lastToken: true },
};

/** The words that an assumption may be; undefined where its value is none. */
export function wordsOf(name: keyof Assumptions): readonly string[] | undefined {
  return name in WORDS ? Object.keys(WORDS[name as WordAssumption]) : undefined;
}
