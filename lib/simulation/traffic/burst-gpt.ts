import { csvFormat, readNotNegative } from './csv-format';

/**
 * The BurstGPT trace: a campus's requests to GPT over months. Its third part has two columns more, which are not needed here.
 *
 * - Requests that failed have no response tokens. They stay: they arrived, and arrivals are what a fleet scales on. BurstGPT publishes
 *   every part without them too (`BurstGPT_without_fails_1.csv`), for those who want them gone.
 * - Seconds are counted from the first request, because the trace counts them from the midnight before the first day of the whole
 *   collection: its third part begins at 19,440,110.
 *
 * @see https://github.com/HPMLL/BurstGPT
 */
export const BURST_GPT = csvFormat({
  name: 'BurstGPT',
  header: 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type',
  arrival: 'Timestamp',
  inputTokens: 'Request tokens',
  outputTokens: 'Response tokens',
  perSecond: 1,
  fromFirst: true,
  expectedArrival: 'a number of seconds, 0 or more',
  arrivalReader: () => readNotNegative,
  mustBeSorted: false,
});
