import { array, assert, integer, property, tuple } from 'fast-check';
import { EventHeap } from '../../../lib/simulation/engine/event-heap';
import { TIMER_KINDS, Timers } from '../../../lib/simulation/engine/timers';

test('what happens next comes by time, then by kind, then by when it was set', () => {
  assert(
    property(array(tuple(integer({ min: 0, max: 9 }), integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 100 }), (set) => {
      // GIVEN
      const timers = new Timers();
      const fired: [number, number, number][] = [];
      set.forEach(([time, kind], sequence) => timers.at(time, TIMER_KINDS[kind], () => fired.push([time, kind, sequence])));

      // WHEN
      while (timers.nextTime < Infinity) {
        timers.fire();
      }

      // THEN
      const expected = set.map(([time, kind], sequence): [number, number, number] => [time, kind, sequence]);
      expect(fired).toEqual(expected.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]));
    }),
  );
});

test('nothing happens in the past', () => {
  const timers = new Timers();
  const moments: number[] = [];
  timers.at(10, 'event', () => timers.at(5, 'event', (now) => moments.push(now)));
  timers.fire();
  timers.fire();
  expect(moments).toEqual([10]);
});

test('the next server is the one with the earliest event, however they change', () => {
  assert(
    property(array(tuple(integer({ min: 0, max: 60 }), integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 300 }), (changes) => {
      const heap = new EventHeap();
      const model = new Map<number, number>();
      for (const [server, time] of changes) {
        // 20 stands for a server with nothing to do.
        heap.set(server, time === 20 ? Infinity : time);
        model.set(server, time === 20 ? Infinity : time);
        const earliest = Math.min(...model.values());
        const first = Math.min(...[...model].filter(([, at]) => at === earliest).map(([candidate]) => candidate));
        expect([heap.nextTime, heap.next]).toEqual([earliest, first]);
      }
    }),
  );
});
