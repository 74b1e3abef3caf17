import * as fc from 'fast-check';
import { parseTraffic } from '../../../lib/simulation/traffic/parse-traffic';
import { writeTraffic } from '../../../lib/simulation/traffic/write-traffic';
import { Request, trafficOf } from './requests';

test('traffic is written with a header, a request a line', () => {
  expect(writeTraffic(trafficOf([0.5, 100, 20], [1e-7, 0, 4294967295]))).toBe(
    'arrival_seconds,input_tokens,output_tokens\n0.5,100,20\n1e-7,0,4294967295\n',
  );
});

test('what is written is read again to the last digit', () => {
  const tokens = fc.integer({ min: 0, max: 0xffffffff });
  const request = fc.tuple(fc.double({ min: 0, noDefaultInfinity: true, noNaN: true }), tokens, tokens);
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 50 }), (requests: Request[]) => {
      const traffic = trafficOf(...requests.sort(([a], [b]) => a - b));
      expect(parseTraffic(writeTraffic(traffic))).toEqual(traffic);
    }),
    { numRuns: 500 },
  );
});
