import { csvFormat, readNotNegative } from './csv-format';

/**
 * The format of our own: seconds and tokens, sorted.
 *
 * The first request keeps its offset, for a file may begin with silence. An arrival that falls back is an error and not sorted away:
 * whoever writes this format sorts it, so a smaller number is a wrong number.
 */
export const REQUEST_CSV = csvFormat({
  name: 'requests',
  header: 'arrival_seconds,input_tokens,output_tokens',
  arrival: 'arrival_seconds',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  perSecond: 1,
  fromFirst: false,
  expectedArrival: 'a number of seconds, 0 or more',
  arrivalReader: () => readNotNegative,
  mustBeSorted: true,
});
