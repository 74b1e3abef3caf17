import { simulate } from '../../../lib/simulation/engine/simulate';
import { summarize } from '../../../lib/simulation/record/summarize';
import { headlinesOf } from '../../../lib/simulation/report/headline';
import { traffic, variant } from '../engine/scenarios';

test.each([
  [undefined, 'every caller got an answer.'],
  [55, '10 of 56 were still under way at the end.'],
])('who was under way at the end got no answer: ended at %s', (horizonSeconds, words) => {
  // GIVEN a request every second, that takes ten
  const given = variant({ traffic: traffic(60, [[0, 1]]) }, { horizonSeconds });
  // WHEN / THEN
  const summary = summarize(simulate(given));
  expect(headlinesOf(summary)[0]).toContain(words);
});

test('one scale-out is one', () => {
  // GIVEN a fleet that scaled out once, with nothing that says when demand was above a target
  const summary = summarize(simulate(variant({ traffic: traffic(60, [[0, 1]]) })));
  const [target] = summary.targets;
  const scaleOuts = [{ cause: 'Policy', fromCapacity: 1, toCapacity: 2, actionSeconds: 30 }];

  // THEN
  expect(headlinesOf({ ...summary, targets: [{ ...target, detectionSeconds: undefined, scaleOuts }] })[0]).toContain('; 1 scale-out;');
});
