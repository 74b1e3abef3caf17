import { array, assert, boolean, integer, property } from 'fast-check';
import { Load } from '../../../lib/simulation/service/load';
import { RequestQueue } from '../../../lib/simulation/service/request-queue';
import { RunningBatch } from '../../../lib/simulation/service/running-batch';

test('a queue gives back what came first, however often it grows', () => {
  assert(
    property(array(boolean(), { maxLength: 300 }), (pushes) => {
      const queue = new RequestQueue();
      const model: number[] = [];
      pushes.forEach((push, i) => {
        if (push || model.length === 0) {
          queue.push(i, i / 2);
          model.push(i);
        } else {
          expect([queue.firstSince(), queue.shift()]).toEqual([model[0] / 2, model.shift()]);
        }
        expect(queue.length).toBe(model.length);
      });
    }),
  );
});

test('a batch gives back what is done first', () => {
  assert(
    property(array(integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 200 }), (lastSteps) => {
      const batch = new RunningBatch();
      lastSteps.forEach((step, request) => batch.push(request, step));
      const done: number[] = [];
      while (batch.size > 0) {
        const step = batch.firstDone();
        expect(lastSteps[batch.pop()]).toBe(step);
        done.push(step);
      }
      expect(done).toEqual([...lastSteps].sort((a, b) => a - b));
    }),
  );
});

describe('the load of a target', () => {
  test('adds up how long more is in flight than should be', () => {
    const load = new Load();
    load.setLimit(0, 1);
    load.enter(10);
    expect(load.aboveSince).toBeUndefined();
    load.enter(12);
    expect(load.aboveSince).toBe(12);
    load.leave(15, 1);
    expect(load.aboveSince).toBeUndefined();
    load.enter(20);
    expect(load.secondsAboveUntil(24)).toBe(7);
    // Another unit came into service.
    load.setLimit(25, 2);
    expect(load.secondsAboveUntil(100)).toBe(8);
  });

  test('is too much when callers are refused, unless nothing says what is too much', () => {
    const load = new Load();
    load.refuse(5);
    expect(load.aboveSince).toBeUndefined();
    load.setLimit(6, 0);
    load.refuse(7);
    load.refuse(8);
    expect(load.aboveSince).toBe(7);
  });
});
