import { array, assert, boolean, integer, property, tuple } from 'fast-check';
import { Load } from '../../../lib/simulation/service/load';
import { RequestQueues } from '../../../lib/simulation/service/request-queues';
import { RunningBatches } from '../../../lib/simulation/service/running-batches';

test('queues give back what came first, each its own, however much they grow', () => {
  const SERVERS = 20;
  assert(
    property(array(tuple(integer({ min: 0, max: SERVERS - 1 }), boolean()), { maxLength: 400 }), (steps) => {
      const queues = new RequestQueues();
      const models = Array.from({ length: SERVERS }, (): number[] => []);
      models.forEach((_, server) => queues.open(server));
      steps.forEach(([server, push], i) => {
        const model = models[server];
        if (push || model.length === 0) {
          queues.push(server, i, i / 2);
          model.push(i);
        } else {
          expect([queues.firstSince(server), queues.first(server)]).toEqual([model[0] / 2, model[0]]);
          expect(queues.shift(server)).toBe(model.shift());
        }
        expect(queues.length[server]).toBe(model.length);
      });
    }),
  );
});

test('batches give back what is done first, each its own, however much they grow', () => {
  const SERVERS = 20;
  assert(
    property(
      array(tuple(integer({ min: 0, max: SERVERS - 1 }), integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 400 }),
      (requests) => {
        const batches = new RunningBatches();
        const models = Array.from({ length: SERVERS }, (): number[] => []);
        models.forEach((_, server) => batches.open(server));
        requests.forEach(([server, step], request) => {
          batches.push(server, request, step);
          models[server].push(step);
        });
        models.forEach((model, server) => {
          const done: number[] = [];
          while (batches.size[server] > 0) {
            const step = batches.firstDone(server);
            expect(requests[batches.pop(server)]).toEqual([server, step]);
            done.push(step);
          }
          expect(done).toEqual(model.sort((a, b) => a - b));
        });
      },
    ),
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
